/**
 * The texts that people read, one file for each language. Every module takes its texts from here, so that an editor
 * proofreads {@code messages_nb.properties} and {@code messages_en.properties} only.
 *
 * <p>Plain Java at the bottom of the module; depends on the JDK only. {@code MessageCatalogueTest} proves that both
 * files have the same keys and arguments, that every key in the code exists, and that none is unused.
 */
@NullMarked
package no.portnokkel.message;

import org.jspecify.annotations.NullMarked;
