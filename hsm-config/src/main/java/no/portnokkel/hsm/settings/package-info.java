/**
 * Reads {@link no.portnokkel.hsm.settings.HsmSettings} from text: the allowed values of each key, and one problem for each
 * wrong value. Knows no source of configuration; the caller passes a function from key to value.
 */
@NullMarked
package no.portnokkel.hsm.settings;

import org.jspecify.annotations.NullMarked;
