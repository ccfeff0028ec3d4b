/** Tests of the texts of rejections; the steps of a key's life are tested through the command line. */
@NullMarked
package no.portnokkel.hsm.keys;

import org.jspecify.annotations.NullMarked;
