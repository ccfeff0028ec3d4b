/**
 * The files of the HSM on this machine: private folders and copies of the vendor's module. Plain files: this package
 * loads no library and knows no PIN.
 */
@NullMarked
package no.portnokkel.hsm.files;

import org.jspecify.annotations.NullMarked;
