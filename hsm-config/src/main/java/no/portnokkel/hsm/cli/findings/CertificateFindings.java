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

/** Checks the certificate of a key: its owner, its chain and its validity. */
public final class CertificateFindings {
    private static final long WARNING_DAYS = 60;
    private static final long PROBLEM_DAYS = 14;

    private CertificateFindings() {}

    /** Returns the findings in order; for a placeholder only that it is one. */
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
        String subject = Seid.subject(key.chain().get(0));
        int length = key.chain().size();
        return Text.message(
                "certificate-finding.ok", Map.of("label", key.label(), "subject", subject, "length", length));
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
                            "certificate-not-yet-valid.doctor",
                            Map.of("label", key.label(), "date", date(from))),
                    ExitCode.KEY_OR_CERTIFICATE);
        }
        if (now.isAfter(until)) {
            return Finding.failed(
                    ConnectionCheck.VALIDITY,
                    Problem.of(
                            ProblemCode.CERTIFICATE_EXPIRED,
                            "certificate-expired.doctor",
                            Map.of("label", key.label(), "date", date(until))),
                    ExitCode.KEY_OR_CERTIFICATE);
        }
        return remaining(key, until, Duration.between(now, until).toDays());
    }

    private static Finding remaining(ProviderKey key, Instant until, long days) {
        Problem soon = Problem.of(
                ProblemCode.CERTIFICATE_EXPIRES_SOON,
                "certificate-expires-soon.doctor",
                Map.of("label", key.label(), "days", days, "date", date(until)));
        if (days < PROBLEM_DAYS) {
            return Finding.failed(ConnectionCheck.VALIDITY, soon, ExitCode.CHECK_FAILED);
        }
        return days < WARNING_DAYS
                ? Finding.warning(ConnectionCheck.VALIDITY, soon)
                : Finding.ok(ConnectionCheck.VALIDITY, soon.detail());
    }

    private static LocalDate date(Instant when) {
        return when.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
