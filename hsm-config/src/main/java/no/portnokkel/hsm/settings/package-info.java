/**
 * From text to {@link no.portnokkel.hsm.HsmSettings}: what each key may hold, and one problem for each value that is
 * wrong. Knows no source of configuration; the caller hands in a function from key to value.
 */
@NullMarked
package no.portnokkel.hsm.settings;

import org.jspecify.annotations.NullMarked;
