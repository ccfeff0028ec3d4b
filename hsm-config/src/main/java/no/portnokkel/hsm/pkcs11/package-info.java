/**
 * The only room that knows SunPKCS11 and the C interface below it.
 *
 * <p>The way to a signature: a {@link no.portnokkel.hsm.pkcs11.profile.VendorProfile} of the vendor; a fresh copy of the module,
 * loaded by {@link no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki} to see what SunPKCS11 does not show (slot by label, flags of the PIN); one {@code Login};
 * then a {@link no.portnokkel.hsm.pkcs11.Generation}, immutable in its provider and login, in which each key proves
 * with a {@code Probe} that it fits its certificate before it signs anything else.
 * {@link no.portnokkel.hsm.pkcs11.Connector} walks that way, once per call. For the officer it ends in an
 * {@link no.portnokkel.hsm.pkcs11.WritableToken}, the only one that writes to a token.
 *
 * <p>Public JDK interfaces only ({@code Provider.configure}, {@code KeyStore}, {@code Signature}): no flags to the JVM,
 * and no {@code sun.security} class, which WildFly would not show us. The C interface is only read: never a login or
 * logout there, and no finalize once SunPKCS11 has the module.
 */
@NullMarked
package no.portnokkel.hsm.pkcs11;

import org.jspecify.annotations.NullMarked;
