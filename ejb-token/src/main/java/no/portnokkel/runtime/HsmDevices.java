package no.portnokkel.runtime;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.Problem;

/** The configured HSMs. Each is connected when an environment needs it for the first time. */
final class HsmDevices implements AutoCloseable {
    private final Configuration configuration;
    private final ScheduledExecutorService background;
    private final LongSupplier nanoClock;
    private final Map<String, Hsm> started = new ConcurrentHashMap<>();

    HsmDevices(Configuration configuration, ScheduledExecutorService background, LongSupplier nanoClock) {
        this.configuration = configuration;
        this.background = background;
        this.nanoClock = nanoClock;
    }

    /** Returns the HSM of an environment; empty if its settings are invalid. */
    Optional<Hsm> hsm(EnvironmentSettings environment) {
        String name = environment.device().orElse("");
        return Optional.ofNullable(configuration.devices().get(name))
                .map(settings -> started.computeIfAbsent(name, any -> Hsm.start(settings, background, nanoClock)));
    }

    /**
     * Returns a signing key; in class {@code production} one that signs only if it is not exportable.
     *
     * @throws TokenRefusedException with the problem, if the settings of the device are invalid
     */
    SigningKey key(EnvironmentSettings environment, String label) {
        boolean production = environment.environment().environmentClass() == EnvironmentClass.PRODUCTION;
        return hsm(environment)
                .map(hsm -> production ? hsm.nonExportableKey(label) : hsm.key(label))
                .orElseThrow(() -> new TokenRefusedException(settingsProblem(environment)));
    }

    /** Returns the signing key of the environment's default client. */
    Optional<SigningKeyInfo> keyInfo(EnvironmentSettings environment) {
        return environment
                .client()
                .map(client -> new SigningKeyInfo(client.key(), client.kid(), leaf(environment, client)));
    }

    /**
     * Logs in with a PIN that a person entered.
     *
     * @return false if the device does not expect a PIN; the PIN was not used
     * @throws HsmException if the login failed
     */
    boolean unlock(EnvironmentSettings environment, Pin pin) {
        Optional<Hsm> waiting = hsm(environment).filter(Hsm::isUnlockedInteractively);
        waiting.ifPresent(hsm -> hsm.unlock(pin));
        return waiting.isPresent();
    }

    private Optional<X509Certificate> leaf(EnvironmentSettings environment, ClientSettings client) {
        try {
            return hsm(environment).map(hsm -> hsm.key(client.key()).chain().get(0));
        } catch (HsmException notReadable) {
            return Optional.empty();
        }
    }

    private Problem settingsProblem(EnvironmentSettings environment) {
        String prefix = environment
                .device()
                .map(name -> "portnokkel.hsm.devices." + name + ".")
                .orElse("portnokkel.hsm.");
        return configuration.problems().stream()
                .filter(problem ->
                        Objects.toString(problem.configurationKey(), "").startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        started.values().forEach(Hsm::close);
    }
}
