package no.portnokkel.maskinporten.certificate;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.certificate.Seid;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * The sentences for a certificate that would be refused.
 *
 * @param label of the key
 * @param environment its name
 * @param leaf the certificate
 */
record CertificateProblems(String label, String environment, X509Certificate leaf) {
    Problem placeholder() {
        return Problem.of(ProblemCode.CERTIFICATE_INCOMPLETE_CHAIN, "certificate.placeholder", Map.of("label", label));
    }

    Problem expired() {
        return Problem.of(
                ProblemCode.CERTIFICATE_EXPIRED,
                "certificate.expired",
                Map.of("label", label, "end", leaf.getNotAfter().toInstant()));
    }

    Problem notYetValid() {
        return Problem.of(
                ProblemCode.CERTIFICATE_NOT_YET_VALID,
                "certificate.not-yet-valid",
                Map.of("label", label, "start", leaf.getNotBefore().toInstant()));
    }

    Problem encryptionOnly() {
        return Problem.of(ProblemCode.CERTIFICATE_WRONG_USAGE, "certificate.encryption-only", Map.of("label", label));
    }

    Problem otherOrganisation(OrganisationNumber wanted, Optional<String> found) {
        return Problem.of(
                ProblemCode.CERTIFICATE_WRONG_ORGANISATION,
                found.isPresent() ? "certificate.other-organisation" : "certificate.no-organisation",
                Map.of(
                        "label", label,
                        "found", found.orElse(""),
                        "wanted", wanted.digits(),
                        "key", key(".organisation-number")));
    }

    Problem wrongClass(EnvironmentClass wanted) {
        return Problem.of(
                ProblemCode.CERTIFICATE_WRONG_CLASS,
                wanted == EnvironmentClass.PRODUCTION
                        ? "certificate.not-of-class-production"
                        : "certificate.not-of-class-test",
                Map.of(
                        "label",
                        label,
                        "issuer",
                        Seid.name(leaf.getIssuerX500Principal()),
                        "environment",
                        environment,
                        "key",
                        key(".authorities-file")));
    }

    private String key(String member) {
        return "portnokkel.environments." + environment + member;
    }
}
