/** Tests of what only the C interface shows. */
@NullMarked
package no.portnokkel.hsm.pkcs11.cryptoki;

import org.jspecify.annotations.NullMarked;
