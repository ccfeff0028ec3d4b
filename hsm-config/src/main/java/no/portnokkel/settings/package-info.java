/**
 * Typed reading of configuration: {@link no.portnokkel.settings.CheckedValues} turns the text of each key into a
 * value, or into one problem that names the key. Knows no source of configuration; the caller passes a function from
 * key to value.
 */
@NullMarked
package no.portnokkel.settings;

import org.jspecify.annotations.NullMarked;
