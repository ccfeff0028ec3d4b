/**
 * Certificates for tests, in the shape of Norwegian virksomhetssertifikater: a two-level authority of our own that knows
 * the profiles SEID 1.0 and 2.0. Real test certificates come from Buypass and Commfides; nobody but the twin trusts these.
 *
 * <p>{@link no.portnokkel.testkit.ca.TestAuthority} issues, {@link no.portnokkel.testkit.ca.OrganisationCertificate} says
 * what.
 */
@NullMarked
package no.portnokkel.testkit.ca;

import org.jspecify.annotations.NullMarked;
