/**
 * The C interface of a module (PKCS #11 is also called Cryptoki), only read: which slot holds which token, the flags of
 * its PIN, and what SunPKCS11 does not show of its keys.
 *
 * <p>{@link no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki} is one loaded module; keys and certificates are read in a
 * {@code ReadSession} that shares the login of SunPKCS11. Never a login, logout or write here, and no finalize once
 * SunPKCS11 has the module.
 */
@NullMarked
package no.portnokkel.hsm.pkcs11.cryptoki;

import org.jspecify.annotations.NullMarked;
