/**
 * Certificates for tests, in the format of Norwegian <i>virksomhetssertifikater</i> (SEID 1.0 and 2.0). Real test
 * certificates come from Buypass and Commfides; only the twin trusts these.
 *
 * <p>{@link no.portnokkel.testkit.ca.TestAuthority}, a root with an issuing authority, issues certificates with the content
 * of an {@link no.portnokkel.testkit.ca.OrganisationCertificate}.
 *
 * <pre>{@code
 * import java.security.cert.X509Certificate;
 * import java.util.List;
 * import no.portnokkel.testkit.ca.OrganisationCertificate;
 * import no.portnokkel.testkit.ca.TestAuthority;
 *
 * TestAuthority authority = twin.authority();
 * List<X509Certificate> chain =
 *         authority.certify(publicKey, OrganisationCertificate.seal("310167398", "Demobanken AS"));
 * }</pre>
 */
@NullMarked
package no.portnokkel.testkit.ca;

import org.jspecify.annotations.NullMarked;
