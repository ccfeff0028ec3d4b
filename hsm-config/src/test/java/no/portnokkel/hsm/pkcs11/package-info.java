/** Logins to tokens that exist in memory only, for tests of the packages above. */
@NullMarked
package no.portnokkel.hsm.pkcs11;

import org.jspecify.annotations.NullMarked;
