package no.portnokkel.hsm.cli;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * Connects as the application does and records a finding for each step; stops where the application could not
 * continue.
 */
final class DoctorChecks {
    private final HsmSettings settings;
    private final PinSource pins;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    DoctorChecks(HsmSettings settings, PinSource pins, Clock clock) {
        this.settings = settings;
        this.pins = pins;
        this.clock = clock;
    }

    /**
     * Checks the device and these keys.
     *
     * @param labels empty: all keys of the token
     */
    List<Finding> run(List<String> labels) {
        try (Connector connector = new Connector(settings, pins, new SecureRandom(), System::nanoTime);
                Generation generation =
                        connector.connect((check, finding) -> findings.add(Finding.ok(check, finding)))) {
            List<String> all = generation.labels();
            List<String> wanted = labels.isEmpty() ? all : labels;
            if (wanted.isEmpty()) {
                findings.add(Finding.failed(
                        ConnectionCheck.CERTIFICATE, new KeyFault.NotFound("*", generation.tokenLabel(), all)));
            }
            wanted.forEach(label -> check(generation, label));
            checkCopies(connector); // last, since it may disturb a module that shares its state
        } catch (HsmException failed) {
            findings.add(Finding.failed(nextCheck(), failed.fault()));
        }
        return List.copyOf(findings);
    }

    /** A wrapper of a module, or the client of a daemon, may not be copied as the profile says. */
    private void checkCopies(Connector connector) {
        try {
            if (connector.copiesShareState()) {
                findings.add(Finding.warning(
                        ConnectionCheck.LIBRARY,
                        Problem.of(
                                ProblemCode.CONFIGURATION_INVALID,
                                "configuration-invalid.copies-share-state",
                                Map.of("library", settings.library(), "key", settings.keyName("library")))));
            }
        } catch (HsmException noSecondCopy) {
            findings.add(Finding.warning(
                    ConnectionCheck.LIBRARY, noSecondCopy.fault().problem()));
        }
    }

    private ConnectionCheck nextCheck() {
        EnumSet<ConnectionCheck> ahead = EnumSet.allOf(ConnectionCheck.class);
        findings.forEach(finding -> ahead.remove(finding.check()));
        return ahead.iterator().next();
    }

    private void check(Generation generation, String label) {
        ConnectionCheck check = ConnectionCheck.CERTIFICATE;
        try {
            ProviderKey key = generation.find(label);
            findings.add(KeyFindings.ofAttributes(key, generation.objects()));
            findings.addAll(KeyFindings.ofCertificate(key, clock.instant()));
            check = ConnectionCheck.SIGNATURE;
            generation.key(label);
            SigningBenchmark benchmark = SigningBenchmark.of(() -> generation.prove(label));
            findings.add(Finding.ok(
                    check,
                    Text.message(
                            "doctor.signatures",
                            Map.of(
                                    "label",
                                    label,
                                    "signatures",
                                    benchmark.signatures(),
                                    "medianMillis",
                                    benchmark.medianMillis()))));
        } catch (HsmException failed) {
            findings.add(Finding.failed(check, failed.fault()));
        }
    }
}
