package no.portnokkel.runtime;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import no.portnokkel.certificate.CertificateRules;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signing key of the active environment before it is needed, and observes when its certificate expires. One background
 * thread calls {@link #poll} once a second; any thread reads.
 */
final class SigningKeyMonitor {
    private static final long WARNING_DAYS = 60;
    private static final Duration USUAL_START = Duration.ofSeconds(15);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    private final HsmDevices devices;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private volatile Observation latest = Observation.NONE;
    private volatile boolean verified;
    private long lastCheckNanos; // of the one thread that polls

    private volatile Optional<Problem> standbyProblem = Optional.empty();

    /**
     * @param clock for the validity of certificates
     * @param nanoClock monotonic, in nanoseconds
     */
    SigningKeyMonitor(HsmDevices devices, Clock clock, LongSupplier nanoClock) {
        this.devices = devices;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.lastCheckNanos = nanoClock.getAsLong();
    }

    /** Checks the keys of this environment's own client. May wait as long as two signatures may take. */
    void poll(Optional<EnvironmentSettings> environment) {
        pollFirst(environment);
        standbyProblem =
                environment.flatMap(settings -> settings.standby().flatMap(client -> defect(settings, client)));
    }

    /** Returns why the standby key would not sign now. */
    private Optional<Problem> defect(EnvironmentSettings environment, ClientSettings standby) {
        if (devices.hsm(standby.device())
                .filter(hsm -> hsm.status().isStarting())
                .isPresent()) {
            return Optional.empty();
        }
        try {
            List<X509Certificate> chain =
                    devices.key(environment, standby.deviceKey()).chain();
            verified = true;
            return certificateProblems(environment, standby, chain).stream().findFirst();
        } catch (HsmException failed) {
            return Optional.of(failed.fault().problem());
        } catch (TokenRefusedException invalidSettings) { // listed with the problems of the configuration
            return Optional.empty();
        }
    }

    /** Returns why the standby key would not sign now. Does not affect readiness: the first key signs. */
    List<Problem> standbyProblems() {
        return standbyProblem.stream().toList();
    }

    private void pollFirst(Optional<EnvironmentSettings> environment) {
        Optional<ClientSettings> client = environment.flatMap(EnvironmentSettings::client);
        if (client.isEmpty()) {
            latest = Observation.NONE;
            return;
        }
        Optional<Hsm> starting =
                devices.hsm(environment.get()).filter(hsm -> hsm.status().isStarting());
        if (starting.isPresent()) {
            long since = latest.isStarting(client.get()) ? latest.startingSinceNanos() : nanoClock.getAsLong();
            latest = Observation.starting(client.get(), starting.get(), since);
            return;
        }
        try {
            List<X509Certificate> chain =
                    devices.key(environment.get(), client.get().deviceKey()).chain();
            verified = true;
            latest = new Observation(
                    client.get(), chain.get(0), null, certificateProblems(environment.get(), client.get(), chain));
            if (latest.isCertificateRejected()) {
                checkForReplacement(environment.get());
            }
        } catch (HsmException failed) {
            latest = new Observation(client.get(), latest.certificateOf(client.get()), failed.fault(), List.of());
        } catch (TokenRefusedException invalidSettings) { // listed with the problems of the configuration
            latest = new Observation(client.get(), null, null, List.of());
        }
    }

    /** A certificate that was mended beside its key is used within seconds, since nothing is signed with the present one. */
    private void checkForReplacement(EnvironmentSettings environment) {
        long now = nanoClock.getAsLong();
        if (now - lastCheckNanos >= CHECK_INTERVAL.toNanos()) {
            lastCheckNanos = now;
            devices.hsm(environment).ifPresent(Hsm::checkCertificates);
        }
    }

    /** Returns whether the HSM is being connected for the first time, and for no longer than usual: that is no outage. */
    boolean isStartingAsUsual() {
        Observation observation = latest;
        return observation.isStarting(observation.client())
                && nanoClock.getAsLong() - observation.startingSinceNanos() < USUAL_START.toNanos();
    }

    /** Returns whether a probe signature was verified since the start. */
    boolean isVerified() {
        return verified;
    }

    Optional<SigningKeyInfo> key() {
        Observation observation = latest;
        return Optional.ofNullable(observation.client())
                .map(client ->
                        new SigningKeyInfo(client.key(), client.kid(), Optional.ofNullable(observation.certificate())));
    }

    /** Returns what Maskinporten would refuse, else what it will perhaps refuse. */
    private List<Problem> certificateProblems(
            EnvironmentSettings environment, ClientSettings client, List<X509Certificate> chain) {
        if (client.kid().isPresent()) {
            return List.of();
        }
        CertificateRules rules = environment.certificateRules(client);
        return rules.problem(chain, client.key(), clock.instant()).or(() -> rules.warning(chain, client.key())).stream()
                .toList();
    }

    /** Returns the problems of the device, the key and its certificate, including a certificate that expires soon. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        Observation observation = latest;
        if (observation.fault() != null && !observation.hasStarted()) {
            problems.add(observation.fault().problem());
        }
        problems.addAll(observation.certificateProblems());
        if (observation.certificateProblems().stream().noneMatch(SigningKeyMonitor::stopsGrants)) {
            key().filter(key -> key.kid().isEmpty()).flatMap(this::expiresSoon).ifPresent(problems::add);
        }
        return problems;
    }

    private static boolean stopsGrants(Problem problem) {
        return problem.code() != ProblemCode.CERTIFICATE_ISSUER_UNKNOWN;
    }

    private Optional<Problem> expiresSoon(SigningKeyInfo key) {
        return key.certificateInfo(clock)
                .filter(certificate -> certificate.daysLeft() <= WARNING_DAYS)
                .map(certificate -> Problem.of(
                        ProblemCode.CERTIFICATE_EXPIRES_SOON,
                        "certificate-expires-soon.in-hsm",
                        Map.of("label", key.label(), "notAfter", certificate.notAfter())));
    }

    private record Observation(
            @Nullable ClientSettings client,
            @Nullable X509Certificate certificate,
            @Nullable HsmFault fault,
            List<Problem> certificateProblems,
            @Nullable Hsm starting,
            long startingSinceNanos) {
        static final Observation NONE = new Observation(null, null, null, List.of());

        Observation(
                @Nullable ClientSettings client,
                @Nullable X509Certificate certificate,
                @Nullable HsmFault fault,
                List<Problem> certificateProblems) {
            this(client, certificate, fault, certificateProblems, null, 0);
        }

        static Observation starting(ClientSettings client, Hsm hsm, long sinceNanos) {
            HsmFault connecting = new DeviceFault.Unavailable(hsm.status().tokenLabel(), Reason.CONNECTING.id());
            return new Observation(client, null, connecting, List.of(), hsm, sinceNanos);
        }

        boolean isStarting(@Nullable ClientSettings other) {
            return starting != null && starting.status().isStarting() && Objects.equals(client, other);
        }

        /** Returns whether Maskinporten would refuse the certificate. */
        boolean isCertificateRejected() {
            return certificateProblems.stream()
                    .anyMatch(problem -> problem.code().status() > 0);
        }

        /** Returns whether the HSM has connected since it was seen connecting. */
        boolean hasStarted() {
            return starting != null && !starting.status().isStarting();
        }

        @Nullable
        X509Certificate certificateOf(ClientSettings other) {
            return other.equals(client) ? certificate : null;
        }
    }
}
