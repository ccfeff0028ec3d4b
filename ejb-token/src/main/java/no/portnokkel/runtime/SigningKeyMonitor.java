package no.portnokkel.runtime;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.status.SigningKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * Proves the active environment's key before anybody needs it, and knows how long its certificate lasts. Looked after
 * once a second by one background thread; read by any.
 */
final class SigningKeyMonitor {
    private static final long WARNING_DAYS = 60;

    private final HsmDevices devices;
    private final Clock clock;
    private volatile Sight sight = Sight.NOTHING;
    private volatile boolean everProven;

    SigningKeyMonitor(HsmDevices devices, Clock clock) {
        this.devices = devices;
        this.clock = clock;
    }

    /** Looks at the key of this environment. May wait as long as one signature may take. */
    void look(Optional<EnvironmentSettings> environment) {
        Optional<ClientSettings> client = environment.flatMap(EnvironmentSettings::client);
        if (client.isEmpty()) {
            sight = Sight.NOTHING;
            return;
        }
        try {
            List<X509Certificate> chain =
                    devices.key(environment.get(), client.get().key()).chain();
            everProven = true;
            sight = new Sight(client.get(), chain.get(0), null, unfit(environment.get(), client.get(), chain));
        } catch (HsmException failed) {
            sight = new Sight(client.get(), sight.certificateOf(client.get()), failed.fault(), null);
        } catch (TokenRefusedException settingsAreWrong) { // listed with the configuration's problems
            sight = new Sight(client.get(), null, null, null);
        }
    }

    /** Whether a probe signature has been verified since start. */
    boolean everProven() {
        return everProven;
    }

    Optional<SigningKeyInfo> key() {
        Sight seen = sight;
        return Optional.ofNullable(seen.client())
                .map(client -> new SigningKeyInfo(client.key(), client.kid(), Optional.ofNullable(seen.certificate())));
    }

    private @Nullable Problem unfit(
            EnvironmentSettings environment, ClientSettings client, List<X509Certificate> chain) {
        return client.kid().isPresent()
                ? null
                : environment
                        .certificateRules(client)
                        .problem(chain, client.key(), clock.instant())
                        .orElse(null);
    }

    /** What is wrong with the device, the key or its certificate, and what soon will be. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        Sight seen = sight;
        if (seen.fault() != null) {
            problems.add(seen.fault().problem());
        }
        if (seen.unfit() != null) {
            problems.add(seen.unfit());
        } else {
            key().filter(key -> key.kid().isEmpty()).flatMap(this::expiresSoon).ifPresent(problems::add);
        }
        return problems;
    }

    private Optional<Problem> expiresSoon(SigningKeyInfo key) {
        return key.facts(clock)
                .filter(certificate -> certificate.daysLeft() <= WARNING_DAYS)
                .map(certificate -> Problem.of(
                        ProblemCode.CERTIFICATE_EXPIRES_SOON,
                        "certificate-expires-soon.expires-soon",
                        Map.of("label", key.label(), "notAfter", certificate.notAfter())));
    }

    private record Sight(
            @Nullable ClientSettings client,
            @Nullable X509Certificate certificate,
            @Nullable HsmFault fault,
            @Nullable Problem unfit) {
        static final Sight NOTHING = new Sight(null, null, null, null);

        @Nullable
        X509Certificate certificateOf(ClientSettings other) {
            return other.equals(client) ? certificate : null;
        }
    }
}
