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
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.status.SigningKeyInfo;

/** The HSMs of the configuration, each connected when an environment first needs it. */
final class HsmDevices implements AutoCloseable {
    private final Configuration configuration;
    private final AbandonableExecutor fetches;
    private final ScheduledExecutorService background;
    private final LongSupplier nanoClock;
    private final Map<String, Hsm> started = new ConcurrentHashMap<>();

    HsmDevices(
            Configuration configuration,
            AbandonableExecutor fetches,
            ScheduledExecutorService background,
            LongSupplier nanoClock) {
        this.configuration = configuration;
        this.fetches = fetches;
        this.background = background;
        this.nanoClock = nanoClock;
    }

    /** Returns the device; empty when its settings are wrong. */
    Optional<Hsm> of(EnvironmentSettings environment) {
        String name = environment.device().orElse("");
        return Optional.ofNullable(configuration.devices().get(name))
                .map(settings -> started.computeIfAbsent(
                        name, any -> HsmConnection.start(settings, fetches, background, nanoClock)));
    }

    /**
     * In class {@code production}, a key that cannot leave its HSM.
     *
     * @throws TokenRefusedException with what is wrong in the settings of the device
     */
    SigningKey key(EnvironmentSettings environment, String label) {
        boolean production = environment.environment().environmentClass() == EnvironmentClass.PRODUCTION;
        return of(environment)
                .map(hsm -> production ? hsm.nonExportableKey(label) : hsm.key(label))
                .orElseThrow(() -> new TokenRefusedException(settingsProblem(environment)));
    }

    /** What is to be seen of the signing key of the environment's own client. */
    Optional<SigningKeyInfo> keyOf(EnvironmentSettings environment) {
        return environment
                .client()
                .map(client -> new SigningKeyInfo(client.key(), client.kid(), leaf(environment, client)));
    }

    /**
     * Logs in with a PIN that a person has typed.
     *
     * @return false when the device waits for none: the PIN was not looked at
     * @throws HsmException what stood in the way
     */
    boolean unlock(EnvironmentSettings environment, Pin pin) {
        Optional<Hsm> waiting = of(environment).filter(Hsm::isUnlockedInteractively);
        waiting.ifPresent(hsm -> hsm.unlock(pin));
        return waiting.isPresent();
    }

    private Optional<X509Certificate> leaf(EnvironmentSettings environment, ClientSettings client) {
        try {
            return of(environment).map(hsm -> hsm.key(client.key()).chain().get(0));
        } catch (HsmException notShown) {
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
