package no.portnokkel.runtime;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.events.PortnokkelEvent.HsmConnected;
import no.portnokkel.events.PortnokkelEvent.HsmConnecting;
import no.portnokkel.events.PortnokkelEvent.HsmLost;
import no.portnokkel.events.PortnokkelEvent.PinRefused;
import no.portnokkel.events.PortnokkelEvent.Source;
import no.portnokkel.events.PortnokkelEvent.StandbyKeyChanged;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmListener;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeystoreFault;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.pin.Pin;
import no.portnokkel.hsm.settings.DeviceSettings;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.software.SoftwareHsm;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.Problem;

/** The configured HSMs. Each is connected when an environment needs it for the first time. */
final class HsmDevices implements AutoCloseable {
    /** A device that was away has to sign probes for so long before it is relied on again. */
    private static final Duration RELIABLE_AFTER = Duration.ofSeconds(30);

    private final Configuration configuration;
    private final AbandonableExecutor fetchExecutor;
    private final ScheduledExecutorService background;
    private final LongSupplier nanoClock;
    private final EventPublisher events;
    private final Map<String, Hsm> started = new ConcurrentHashMap<>();
    private final Map<String, ConnectionEvents> connections = new ConcurrentHashMap<>();
    private final Set<String> onStandby = ConcurrentHashMap.newKeySet(); // environments
    private boolean isClosed; // guarded by this

    HsmDevices(
            Configuration configuration,
            AbandonableExecutor fetchExecutor,
            ScheduledExecutorService background,
            LongSupplier nanoClock,
            EventPublisher events) {
        this.configuration = configuration;
        this.fetchExecutor = fetchExecutor;
        this.background = background;
        this.nanoClock = nanoClock;
        this.events = events;
    }

    /** Returns the HSM of an environment; empty if its settings are invalid. */
    Optional<Hsm> hsm(EnvironmentSettings environment) {
        return hsm(environment.device().orElse(""));
    }

    /** Returns the HSM of this name; empty if its settings are invalid. */
    Optional<Hsm> hsm(String name) {
        return Optional.ofNullable(configuration.devices().get(name)).map(settings -> started(name, settings));
    }

    /** Returns the HSMs that have been needed so far, by the name of the device; {@code ""} for {@code hsm.*}. */
    Map<String, Hsm> started() {
        return Map.copyOf(started);
    }

    /** Returns all HSMs with valid settings, by the name of the device. Those that nobody has needed yet connect now. */
    Map<String, Hsm> all() {
        configuration.devices().forEach(this::started);
        return started();
    }

    /** Returns the key that signs checkpoints of the audit, on the default device; empty if its settings are invalid. */
    Optional<SigningKey> checkpointKey(String label) {
        return Optional.ofNullable(configuration.devices().get(""))
                .map(settings -> started("", settings).checkpointKey(label));
    }

    private Hsm started(String name, DeviceSettings settings) {
        Hsm hsm = started.get(name);
        return hsm == null ? start(name, settings) : hsm;
    }

    private synchronized Hsm start(String name, DeviceSettings settings) {
        return started.computeIfAbsent(name, any -> {
            ConnectionEvents listener = new ConnectionEvents(name);
            connections.put(name, listener);
            listener.connecting();
            Hsm hsm = connection(settings, listener);
            if (isClosed) {
                hsm.close();
            }
            return hsm;
        });
    }

    private Hsm connection(DeviceSettings settings, HsmListener listener) {
        return settings instanceof DeviceSettings.Software software
                ? SoftwareHsm.start(software, background, listener)
                : HsmConnection.start((HsmSettings) settings, fetchExecutor, background, nanoClock, listener);
    }

    /**
     * Returns a signing key of an environment; in class {@code production} one that signs only if it is not exportable.
     *
     * @throws TokenRefusedException with the problem, if the settings of the device are invalid
     */
    SigningKey key(EnvironmentSettings environment, DeviceKey key) {
        boolean production = environment.environment().environmentClass() == EnvironmentClass.PRODUCTION;
        return hsm(key.device())
                .map(hsm -> production ? hsm.nonExportableKey(key.label()) : hsm.key(key.label()))
                .orElseThrow(() -> new TokenRefusedException(settingsProblem(key.device())));
    }

    /**
     * Returns the client with the key that signs now: that of the standby while the device of the first is away.
     *
     * @param standby with a key in another device
     */
    ClientSettings available(String environment, ClientSettings first, ClientSettings standby) {
        boolean isStandby = isAway(first.device())
                && (!isAway(standby.device()) || (isConnected(standby.device()) && !isConnected(first.device())));
        ClientSettings signer = isStandby ? standby : first;
        if (isStandby ? onStandby.add(environment) : onStandby.remove(environment)) {
            events.publish(new StandbyKeyChanged(events.source(environment, ""), signer.deviceKey(), isStandby));
        }
        return signer;
    }

    /**
     * Returns whether a device that has been needed is away, or is back but has not been ready for half a minute: a device that comes
     * and goes would cost each grant a timeout.
     */
    boolean isAway(String device) {
        return Optional.ofNullable(connections.get(device))
                .filter(ConnectionEvents::isAway)
                .isPresent();
    }

    private boolean isConnected(String device) {
        return Optional.ofNullable(connections.get(device))
                .filter(connection -> connection.isConnected)
                .isPresent();
    }

    /** Returns the signing key of the environment's default client. */
    Optional<SigningKeyInfo> keyInfo(EnvironmentSettings environment) {
        return environment
                .client()
                .map(client -> new SigningKeyInfo(client.key(), client.kid(), leaf(environment, client)));
    }

    /**
     * Logs in with a PIN that a person entered, to the environment's HSM, or to that of its standby key if only that one waits.
     *
     * @return false if the device does not wait for a PIN; the PIN was not used, and an accepted one is still known
     * @throws HsmException if the login failed
     */
    boolean unlock(EnvironmentSettings environment, Pin pin) {
        Optional<Hsm> waiting = Stream.concat(
                        Stream.of(environment.device().orElse("")),
                        environment.standby().stream().map(ClientSettings::device))
                .flatMap(device -> hsm(device).stream())
                .filter(Hsm::isUnlockedInteractively)
                .filter(HsmDevices::waitsForPin)
                .findFirst();
        waiting.ifPresent(hsm -> hsm.unlock(pin));
        return waiting.isPresent();
    }

    private static boolean waitsForPin(Hsm hsm) {
        return hsm.status().fault().filter(PinFault.class::isInstance).isPresent();
    }

    private Optional<X509Certificate> leaf(EnvironmentSettings environment, ClientSettings client) {
        try {
            return hsm(environment).map(hsm -> hsm.key(client.key()).chain().get(0));
        } catch (HsmException notReadable) {
            return Optional.empty();
        }
    }

    private Problem settingsProblem(String device) {
        String prefix = device.isEmpty() ? "portnokkel.hsm." : "portnokkel.hsm.devices." + device + ".";
        return configuration.problems().stream()
                .filter(problem -> {
                    String key = Objects.toString(problem.configurationKey(), "");
                    return key.startsWith(prefix) || key.equals("portnokkel.data-dir");
                })
                .findFirst()
                .orElseThrow();
    }

    /** Waits for an HSM that is being started, and closes it too. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
        }
        started.values().forEach(Hsm::close);
    }

    /** Publishes the events of one HSM. Called by one thread at a time. */
    private final class ConnectionEvents implements HsmListener {
        private final String device;
        private final Source source = events.source("", "");
        private long outageSinceNanos = nanoClock.getAsLong();
        private volatile boolean isConnected;
        private volatile boolean wasLost;
        private volatile long connectedAtNanos;

        ConnectionEvents(String device) {
            this.device = device;
        }

        boolean isAway() {
            return wasLost && !(isConnected && nanoClock.getAsLong() - connectedAtNanos >= RELIABLE_AFTER.toNanos());
        }

        void connecting() {
            events.publish(new HsmConnecting(source, device));
        }

        @Override
        public void connected(int generation) {
            Duration outage = isConnected ? Duration.ZERO : Duration.ofNanos(nanoClock.getAsLong() - outageSinceNanos);
            if (!isConnected) {
                connectedAtNanos = nanoClock.getAsLong();
            }
            isConnected = true;
            events.publish(new HsmConnected(source, device, generation, outage));
        }

        @Override
        public void disconnected(HsmFault why) {
            wasLost = true;
            if (isConnected) {
                outageSinceNanos = nanoClock.getAsLong();
                isConnected = false;
            }
            events.publish(new HsmLost(source, device, why));
            if (why instanceof PinFault.Refused || why instanceof KeystoreFault.PasswordRefused) {
                events.publish(new PinRefused(source, device));
            }
        }
    }
}
