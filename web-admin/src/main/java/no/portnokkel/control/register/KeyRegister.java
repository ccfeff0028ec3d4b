package no.portnokkel.control.register;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import no.portnokkel.control.Database;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.register.RegisterRepository.Snapshot;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmStatus;
import no.portnokkel.hsm.register.Register;
import no.portnokkel.hsm.register.RegisterDifference;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * Every key and certificate of this node's devices. A device is read at most once a minute when somebody asks, and once an hour
 * otherwise; one that is away keeps what it showed last. Safe for any number of threads.
 */
public final class KeyRegister {
    private static final System.Logger LOG = System.getLogger(KeyRegister.class.getName());
    private static final Duration ON_REQUEST = Duration.ofMinutes(1);
    private static final Duration UNASKED = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(400);
    private static final int MAX_LOOKS = 60;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final RegisterRuntime runtime;
    private final Database database;
    private final String node;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Map<String, DeviceObjects> known = new ConcurrentHashMap<>();
    private final ExpiryWarnings warnings = new ExpiryWarnings();
    private Optional<Snapshot> stored = Optional.empty(); // guarded by this
    private volatile RetiredKeys retired = RetiredKeys.NONE;
    private Optional<Instant> checked = Optional.empty(); // guarded by this

    /**
     * Creates a register. Reads nothing before {@link #check} or {@link #devices}.
     *
     * @param node name of this node, whose register is kept for each day
     * @param nanoClock monotonic clock, in nanoseconds
     */
    public KeyRegister(RegisterRuntime runtime, Database database, String node, Clock clock, LongSupplier nanoClock) {
        this.runtime = runtime;
        this.database = database;
        this.node = node;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /**
     * Returns all configured devices with what is known of their keys and certificates. Waits at most three seconds, and only for
     * a device that has not been read since the start.
     */
    public List<Device> devices() {
        Map<String, Hsm> devices = new TreeMap<>(runtime.devices());
        refresh(devices, ON_REQUEST);
        for (int look = 0;
                look < MAX_LOOKS
                        && isAwaited(devices)
                        && !Thread.currentThread().isInterrupted();
                look++) {
            LockSupport.parkNanos(LOOK_NANOS);
            refresh(devices, ON_REQUEST);
        }
        return devices.entrySet().stream()
                .map(entry -> device(entry.getKey(), entry.getValue().status()))
                .toList();
    }

    private void refresh(Map<String, Hsm> devices, Duration interval) {
        devices.forEach((name, hsm) -> objects(name).refresh(hsm, interval));
    }

    private boolean isAwaited(Map<String, Hsm> devices) {
        return devices.entrySet().stream()
                .anyMatch(entry -> entry.getValue().status().fault().isEmpty()
                        && objects(entry.getKey()).latest().isEmpty());
    }

    private DeviceObjects objects(String device) {
        return known.computeIfAbsent(device, any -> new DeviceObjects(clock, nanoClock));
    }

    private Device device(String name, HsmStatus status) {
        Optional<DeviceObjects.Reading> latest = objects(name).latest();
        String prefix = name.isEmpty() ? "" : name + "/";
        Instant now = clock.instant();
        return new Device(
                name,
                status,
                latest.map(DeviceObjects.Reading::time),
                latest.map(reading -> reading.objects().defects()).orElse(List.of()),
                latest.map(reading -> Register.of(
                                reading.objects(),
                                prefix + reading.token(),
                                Optional.of(runtime.keyUses(name)),
                                runtime::isRequested,
                                now))
                        .orElseGet(() -> new Register(List.of(), now)));
    }

    /** Returns the entries of all configured devices, as {@link #devices} does. */
    public Register current() {
        return all(devices());
    }

    private Register all(List<Device> devices) {
        return new Register(
                devices.stream()
                        .flatMap(device -> device.register().entries().stream())
                        .toList(),
                clock.instant());
    }

    /** Returns keys that a device had and no longer has, as JSON, by the last {@link #check}. Does no I/O. */
    public List<JsonObject> retired() {
        return retired.entries();
    }

    /** Returns the problems of certificates that end within 60 days, apart from that of the active key. Does no I/O. */
    public List<Problem> problems() {
        return warnings.problems();
    }

    /**
     * Reads the devices in use, warns, and stores the register of the day. To be called once a second; does so when a device has been
     * read, and every hour. Never waits for a device, and never throws.
     */
    public synchronized void check() {
        Map<String, Hsm> inUse = runtime.devicesInUse();
        refresh(inUse, UNASKED);
        Instant now = clock.instant();
        boolean isFresh = checked.filter(before -> now.isBefore(before.plus(UNASKED)) && !isReadSince(before))
                .isPresent();
        boolean isRead =
                inUse.keySet().stream().anyMatch(name -> objects(name).latest().isPresent());
        if (isFresh || !isRead) {
            return;
        }
        checked = Optional.of(now);
        try {
            List<Device> devices = inUse.entrySet().stream()
                    .map(entry -> device(entry.getKey(), entry.getValue().status()))
                    .filter(device -> device.readAt().isPresent())
                    .toList();
            warnings.check(devices, runtime, now);
            store(
                    LocalDate.ofInstant(now, ZoneOffset.UTC),
                    all(devices).json(),
                    devices.stream()
                            .filter(device -> device.problem().isEmpty()
                                    && device.skipped().isEmpty())
                            .toList());
        } catch (RuntimeException unexpected) { // the caller's other checks must not depend on what a token holds
            LOG.log(System.Logger.Level.ERROR, "The register could not be checked; it will be in an hour", unexpected);
        }
    }

    private boolean isReadSince(Instant before) {
        return known.values().stream()
                .flatMap(objects -> objects.latest().stream())
                .anyMatch(reading -> reading.time().isAfter(before));
    }

    private void store(LocalDate day, JsonArray entries, List<Device> present) {
        try {
            Snapshot snapshot = database.transaction(connection -> {
                RegisterRepository repository = new RegisterRepository(connection, node);
                RetiredKeys known = repository
                        .lastUntil(day)
                        .map(before -> RetiredKeys.between(before.entries(), entries, present, day))
                        .orElse(RetiredKeys.NONE);
                Snapshot today = new Snapshot(day, known.addedTo(entries));
                if (!stored.equals(Optional.of(today))) {
                    repository.store(today);
                    repository.deleteBefore(day.minusDays(KEPT.toDays()));
                }
                retired = known;
                return today;
            });
            stored = Optional.of(snapshot);
        } catch (ProblemException unavailable) { // logged and listed by the database itself
            checked = checked.map(now -> now.minus(UNASKED).plus(ON_REQUEST)); // again in a minute
            LOG.log(System.Logger.Level.DEBUG, "The register of the day could not be stored", unavailable);
        }
    }

    /**
     * Compares the register of one day with that of another, each as it was known last on that day.
     *
     * @param until empty for now
     * @throws ProblemException {@code not-found} if there is no register of that day or an earlier one; {@code database-unavailable}
     */
    public Comparison compare(LocalDate since, Optional<LocalDate> until) {
        Snapshot before = snapshot(since);
        Snapshot after = until.map(this::snapshot)
                .orElseGet(() -> new Snapshot(
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                        current().json()));
        return new Comparison(
                before.day(),
                after.day(),
                RegisterDifference.between(
                        RetiredKeys.without(before.entries()), RetiredKeys.without(after.entries())));
    }

    private Snapshot snapshot(LocalDate day) {
        return database.transaction(connection -> new RegisterRepository(connection, node).lastUntil(day))
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND, "not-found.register", Map.of("day", day.toString())));
    }

    /**
     * A device with what is known of it.
     *
     * @param name {@code ""} for the one of {@code hsm.*}
     * @param readAt when it was read last; empty if it has not been read since the start
     * @param skipped objects that cannot be read, and are not in the register
     * @param register of that time; its uses and days are those of now
     */
    public record Device(
            String name, HsmStatus status, Optional<Instant> readAt, List<String> skipped, Register register) {

        /** Returns how the register calls the device. */
        String source() {
            return name.isEmpty() ? status.tokenLabel() : name + "/" + status.tokenLabel();
        }

        /** Returns why the register may be older than a minute; empty while the device is ready. */
        public Optional<Problem> problem() {
            return status.fault().map(fault -> fault.problem());
        }
    }

    /**
     * Two registers compared.
     *
     * @param since the day of the earlier one, at most the day that was asked for
     * @param until the day of the later one
     */
    public record Comparison(LocalDate since, LocalDate until, RegisterDifference difference) {}
}
