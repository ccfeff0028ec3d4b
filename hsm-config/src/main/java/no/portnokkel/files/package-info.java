/**
 * The two rules for files: {@link no.portnokkel.files.PrivateFolder} for folders that we write, {@code data-dir} and below, and
 * {@link no.portnokkel.files.SecretFile} for secrets that we read, with {@link no.portnokkel.files.SecretLine} for what they hold.
 * Plain Java; the callers turn an {@code IOException} into their own failures.
 */
@NullMarked
package no.portnokkel.files;

import org.jspecify.annotations.NullMarked;
