/** Tests of the C interface. */
@NullMarked
package no.portnokkel.hsm.pkcs11.cryptoki;

import org.jspecify.annotations.NullMarked;
