/**
 * Typed reading of configuration: {@link no.portnokkel.settings.CheckedValues} turns the text of each key into a
 * value, or into one problem that names the key. Knows no source of configuration; the caller passes functions from
 * key to value and to its place. {@link no.portnokkel.settings.KnownKeys} lists all keys.
 */
@NullMarked
package no.portnokkel.settings;

import org.jspecify.annotations.NullMarked;
