/**
 * What the HSM keeps in files of this machine: folders that only we can enter, and copies of the vendor's module.
 *
 * <p>Plain files: nothing here loads a library or knows what a PIN is.
 */
@NullMarked
package no.portnokkel.hsm.files;

import org.jspecify.annotations.NullMarked;
