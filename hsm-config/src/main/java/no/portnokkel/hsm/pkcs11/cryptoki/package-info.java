/**
 * The C interface of a module (PKCS #11 is also called Cryptoki): which slot holds which token, the flags of its PIN, and
 * what SunPKCS11 does not show of its keys. It also signs, in a token whose objects SunPKCS11 cannot list.
 *
 * <p>{@link no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki} is one loaded module. A {@code ReadSession} shares the login
 * of SunPKCS11; {@code TokenObjectReader} reads keys and certificates in it. {@link
 * no.portnokkel.hsm.pkcs11.cryptoki.CkrFaults} maps return codes to faults. This package never logs in or out, never
 * writes an object, and never finalises a module that SunPKCS11 still uses.
 */
@NullMarked
package no.portnokkel.hsm.pkcs11.cryptoki;

import org.jspecify.annotations.NullMarked;
