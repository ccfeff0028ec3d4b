package no.portnokkel.hsm.cli;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.certificate.Seid;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiKey;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Checks a key: whether it can leave the token, and its certificate. */
final class KeyFindings {
    private static final long WARNING_DAYS = 60;
    private static final long PROBLEM_DAYS = 14;

    private KeyFindings() {}

    /** Returns whether the key can leave the token, by the attributes that the token shows. */
    static Finding ofAttributes(ProviderKey key, TokenObjects objects) {
        Optional<CryptokiKey> object = objects.keyOf(key.chain().get(0));
        return object.map(one -> judge(key.label(), one))
                .orElseGet(() -> Finding.warning(ConnectionCheck.ATTRIBUTES, unknown(key.label())));
    }

    private static Finding judge(String label, CryptokiKey key) {
        if (key.isExportable()) {
            return Finding.failed(ConnectionCheck.ATTRIBUTES, exportable(label), ExitCode.KEY_OR_CERTIFICATE);
        }
        List<KeyAttribute> defects = key.defects();
        return defects.isEmpty()
                ? Finding.ok(ConnectionCheck.ATTRIBUTES, Text.message("key-finding.ok", Map.of("label", label)))
                : Finding.warning(ConnectionCheck.ATTRIBUTES, madeElsewhere(label, defects));
    }

    private static Problem exportable(String label) {
        return Problem.of(ProblemCode.KEY_EXPORTABLE, "key-exportable.by-attributes", Map.of("label", label));
    }

    private static Problem madeElsewhere(String label, List<KeyAttribute> defects) {
        return Problem.of(
                ProblemCode.KEY_EXPORTABLE,
                "key-exportable.made-elsewhere",
                Map.of("label", label, "defects", KeyAttribute.titles(defects)));
    }

    private static Problem unknown(String label) {
        return Problem.of(ProblemCode.KEY_EXPORTABLE, "key-exportable.attributes-unknown", Map.of("label", label));
    }

    /** Returns the findings in order; for a placeholder only that it is one. */
    static List<Finding> ofCertificate(ProviderKey key, Instant now) {
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
