/**
 * Certificates for tests, in the format of Norwegian <i>virksomhetssertifikater</i> (SEID 1.0 and 2.0). Real test
 * certificates come from Buypass and Commfides; only the twin trusts these.
 *
 * <p>{@link no.portnokkel.testkit.ca.TestAuthority}, a root with an issuing authority, issues certificates with the content
 * of an {@link no.portnokkel.testkit.ca.OrganisationCertificate}.
 */
@NullMarked
package no.portnokkel.testkit.ca;

import org.jspecify.annotations.NullMarked;
