/**
 * The only package that knows SunPKCS11 and the C interface below it.
 *
 * <p>The flow to a signature: {@link no.portnokkel.hsm.pkcs11.Connector} takes the vendor's {@link
 * no.portnokkel.hsm.pkcs11.profile.VendorProfile}, loads the module, usually a fresh copy of it, with {@link
 * no.portnokkel.hsm.pkcs11.cryptoki.Cryptoki} (which reads what SunPKCS11 does not show: slot by label, flags of the
 * PIN), and performs one {@code Login}. The result is a {@link no.portnokkel.hsm.pkcs11.Generation}, in which each
 * key proves with a {@code Probe} that it matches its certificate before it signs anything else. For administration
 * the result is a {@link no.portnokkel.hsm.pkcs11.WritableToken}, the only type that writes to a token.
 *
 * <p>Uses public JDK interfaces only ({@code Provider.configure}, {@code KeyStore}, {@code Signature}): no JVM flags,
 * and no {@code sun.security} class, which WildFly would hide. In an application the C interface reads, and signs with {@code
 * ListedKeys} where one object keeps SunPKCS11 from listing any: it never logs in or out, and never finalises a module that
 * SunPKCS11 still uses. {@code FaultIsolation} decides whether a key that does not sign is at fault, or the login.
 */
@NullMarked
package no.portnokkel.hsm.pkcs11;

import org.jspecify.annotations.NullMarked;
