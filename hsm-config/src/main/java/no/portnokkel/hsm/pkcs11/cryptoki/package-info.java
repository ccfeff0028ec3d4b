/**
 * The C interface of a module (PKCS #11 is also called Cryptoki): which slot holds which token, the flags of its PIN, and
 * what SunPKCS11 does not show of its keys.
 *
 * <p>{@link no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki} is one loaded module. A {@code ReadSession} shares the login
 * of SunPKCS11; {@code TokenObjectReader} reads keys and certificates in it. {@link
 * no.portnokkel.hsm.pkcs11.cryptoki.CkrFaults} maps return codes to faults. {@code TokenPrivateKey} signs with a key that
 * SunPKCS11 cannot list; {@link no.portnokkel.hsm.pkcs11.cryptoki.PrivateKeyObject} finds, changes and removes such a key for the
 * officer's command line. This package never logs in or out, and never finalises a module that SunPKCS11 still uses.
 */
@NullMarked
package no.portnokkel.hsm.pkcs11.cryptoki;

import org.jspecify.annotations.NullMarked;
