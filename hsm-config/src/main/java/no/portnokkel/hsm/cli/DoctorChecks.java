package no.portnokkel.hsm.cli;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import no.portnokkel.certificate.CertificateRules;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.pin.PinSource;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
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
    private final HsmOptions options;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    /** @param options tell what the application asks of keys and certificates */
    DoctorChecks(HsmSettings settings, PinSource pins, HsmOptions options, Clock clock) {
        this.settings = settings;
        this.pins = pins;
        this.options = options;
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
                findings.add(missing(
                        ConnectionCheck.KEYS, new KeyFault.NotFound("*", generation.tokenLabel(), all), generation));
            }
            wanted.forEach(label -> check(generation, label));
            checkCopies(connector); // last, since it may disturb a module that shares its state
        } catch (HsmException failed) {
            findings.add(Finding.failed(nextCheck(), failed.fault()));
        }
        options.service().ifPresent(this::check);
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

    private void check(ServiceConfiguration service) {
        if (!service.hasEnvironments()) {
            findings.add(Finding.warning(
                    ConnectionCheck.CONFIGURATION,
                    Problem.of(ProblemCode.CONFIGURATION_INVALID, "configuration-invalid.hsm-only")));
        }
        service.elsewhere(options.device())
                .forEach((environment, device) -> findings.add(Finding.warning(
                        ConnectionCheck.CONFIGURATION,
                        Problem.of(
                                ProblemCode.CONFIGURATION_INVALID,
                                device.isEmpty()
                                        ? "configuration-invalid.default-device"
                                        : "configuration-invalid.other-device",
                                Map.of("environment", environment, "device", device)))));
        List<String> complete = service.environments(options.device());
        if (service.problems().isEmpty() && !complete.isEmpty()) {
            findings.add(Finding.ok(
                    ConnectionCheck.CONFIGURATION,
                    Text.message("doctor.configuration", Map.of("environments", String.join(", ", complete)))));
        }
        service.problems()
                .forEach(problem ->
                        findings.add(Finding.failed(ConnectionCheck.CONFIGURATION, problem, ExitCode.CHECK_FAILED)));
    }

    /** Checks what the application asks of the certificate; the validity has its own check. */
    private void check(ProviderKey key, CertificateRules rules) {
        rules.problem(key.chain(), key.label(), clock.instant())
                .filter(problem -> problem.code() != ProblemCode.CERTIFICATE_EXPIRED
                        && problem.code() != ProblemCode.CERTIFICATE_NOT_YET_VALID)
                .ifPresent(problem -> findings.add(
                        Finding.failed(ConnectionCheck.CONFIGURATION, problem, ExitCode.KEY_OR_CERTIFICATE)));
        rules.warning(key.chain(), key.label())
                .ifPresent(problem -> findings.add(Finding.warning(ConnectionCheck.CONFIGURATION, problem)));
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
            boolean signsCheckpoints = signsCheckpoints(key);
            findings.add(KeyFindings.ofAttributes(key, generation.objects()));
            if (!signsCheckpoints) { // such a key keeps its placeholder
                findings.addAll(KeyFindings.ofCertificate(key, clock.instant()));
                options.rules(label).forEach(rules -> check(key, rules));
            }
            check = ConnectionCheck.SIGNATURE;
            if (signsCheckpoints) {
                generation.checkpointKey(label);
            } else {
                generation.key(label);
            }
            TestSignCommand.Benchmark benchmark = TestSignCommand.Benchmark.of(() -> generation.prove(label));
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
            findings.add(
                    failed.fault() instanceof KeyFault.NotFound notFound
                            ? missing(check, notFound, generation)
                            : Finding.failed(check, failed.fault()));
        }
    }

    /** The configuration decides for the keys that it names, the type of the key for others. */
    private boolean signsCheckpoints(ProviderKey key) {
        if (options.keyLabels().contains(key.label())) {
            return false;
        }
        return options.auditKey().filter(key.label()::equals).isPresent()
                || key.probeAlgorithm() == SignatureAlgorithm.ES256;
    }

    /** A key that Java does not show may be there without a certificate. */
    private static Finding missing(ConnectionCheck check, KeyFault.NotFound fault, Generation generation) {
        List<String> uncertified = generation.objects().keysWithoutCertificate().stream()
                .map(key -> key.label().isEmpty() ? key.id() : key.label())
                .filter(name -> fault.label().equals("*") || fault.label().equals(name))
                .toList();
        return uncertified.isEmpty()
                ? Finding.failed(check, fault)
                : Finding.failed(
                        check,
                        Problem.of(
                                ProblemCode.HSM_KEY_NOT_FOUND,
                                "hsm-key-not-found.without-certificate",
                                Map.of("token", fault.token(), "keys", String.join(", ", uncertified))),
                        ExitCode.of(fault));
    }
}
