package no.portnokkel.hsm.cli.findings;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.certificate.Seid;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** What a person wants to know about the certificate beside a key: whose, how complete, and how long still. */
public final class CertificateFindings {
    private static final long WARNING_DAYS = 60;
    private static final long PROBLEM_DAYS = 14;

    private CertificateFindings() {}

    /** What there is to say, in order; of a placeholder only that it is one. */
    public static List<Finding> of(ProviderKey key, Instant now) {
        return PlaceholderName.isOf(key.chain().get(0))
                ? List.of(Finding.warning(ConnectionCheck.CERTIFICATE, placeholder(key.label())))
                : List.of(Finding.ok(ConnectionCheck.CERTIFICATE, describe(key)), validity(key, now));
    }

    private static Problem placeholder(String label) {
        return Problem.of(
                ProblemCode.CERTIFICATE_INCOMPLETE_CHAIN,
                "certificate-incomplete-chain.placeholder",
                Map.of("label", label));
    }

    private static Text describe(ProviderKey key) {
        String name = Seid.subject(key.chain().get(0));
        int length = key.chain().size();
        return Text.message(
                "certificate-findings.length", Map.of("label", key.label(), "name", name, "length", length));
    }

    private static Finding validity(ProviderKey key, Instant now) {
        X509Certificate leaf = key.chain().get(0);
        Instant from = leaf.getNotBefore().toInstant();
        Instant until = leaf.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            return Finding.failed(
                    ConnectionCheck.VALIDITY,
                    Problem.of(
                            ProblemCode.CERTIFICATE_NOT_YET_VALID,
                            "certificate-finding.not-yet-valid",
                            Map.of("label", key.label(), "day", day(from))),
                    ExitCode.KEY_OR_CERTIFICATE);
        }
        if (now.isAfter(until)) {
            return Finding.failed(
                    ConnectionCheck.VALIDITY,
                    Problem.of(
                            ProblemCode.CERTIFICATE_EXPIRED,
                            "certificate-finding.expired",
                            Map.of("label", key.label(), "day", day(until))),
                    ExitCode.KEY_OR_CERTIFICATE);
        }
        return remaining(key, until, Duration.between(now, until).toDays());
    }

    private static Finding remaining(ProviderKey key, Instant until, long days) {
        Problem soon = Problem.of(
                ProblemCode.CERTIFICATE_EXPIRES_SOON,
                "certificate-finding.expires-soon",
                Map.of("label", key.label(), "days", days, "day", day(until)));
        if (days < PROBLEM_DAYS) {
            return Finding.failed(ConnectionCheck.VALIDITY, soon, ExitCode.CHECK_FAILED);
        }
        return days < WARNING_DAYS
                ? Finding.warning(ConnectionCheck.VALIDITY, soon)
                : Finding.ok(ConnectionCheck.VALIDITY, soon.detail());
    }

    private static LocalDate day(Instant when) {
        return when.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
