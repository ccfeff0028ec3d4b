package no.portnokkel.hsm.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import no.portnokkel.hsm.Await;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmListener;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/** A caller that signs with the key {@code seal} and verifies each signature with its certificate. */
final class HsmClient implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AbandonableExecutor fetches = new AbandonableExecutor(threads, 1);
    private final ScheduledExecutorService background;
    private final Hsm hsm;
    private final Duration signTimeout;
    private String observed = "nothing";

    /** Starts the HSM, which may be faulty. */
    HsmClient(HsmSettings settings) {
        this(settings, Executors.newSingleThreadScheduledExecutor(), System::nanoTime);
    }

    HsmClient(HsmSettings settings, ScheduledExecutorService background, LongSupplier nanoClock) {
        this.background = background;
        hsm = HsmConnection.start(settings, fetches, background, nanoClock, HsmListener.NONE);
        signTimeout = settings.signTimeout();
    }

    /** Returns the longest wait of a caller. */
    Duration signTimeout() {
        return signTimeout;
    }

    /** Waits until the HSM has signed. */
    HsmClient awaitReady() {
        Await.until(SOON, () -> hsm.status().state() == HsmState.READY && fault().isEmpty());
        return this;
    }

    int generation() {
        return hsm.status().generation();
    }

    X509Certificate certificate(String label) {
        return hsm.key(label).chain().get(0);
    }

    X509Certificate certificateForProduction(String label) {
        return hsm.nonExportableKey(label).chain().get(0);
    }

    /** Signs, whatever the state of the HSM. */
    void signs() {
        signs("seal");
    }

    void signs(String label) {
        byte[] signature = hsm.key(label).sign(GRANT, SignatureAlgorithm.RS256);
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(certificate(label).getPublicKey());
            verifier.update(GRANT);
            assertThat(verifier.verify(signature)).isTrue();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns what a caller of another key gets. */
    HsmFault faultOf(String label) {
        return catchThrowableOfType(HsmException.class, () -> signs(label)).fault();
    }

    /** Waits until a caller gets this fault within the sign timeout; an outage at start may take a moment to show. */
    void awaitFault(Class<? extends HsmFault> kind) {
        Await.until(SOON, () -> hasFault(kind));
    }

    /** Gets a wrong signature and reports it, as after a refusal. */
    void reportWrongSignature() {
        byte[] wrong = hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256);
        assertThat(hsm.key("seal").reportInvalidSignature(GRANT, SignatureAlgorithm.RS256, wrong, Duration.ZERO))
                .isTrue();
        observed = "wrong signatures";
    }

    /** Returns the time from a repair to the first signature. */
    Duration recoveryTime(Runnable repair) {
        repair.run();
        long start = System.nanoTime();
        Await.until(SOON, () -> fault().isEmpty());
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Returns how long a caller waits for its signature while the fault occurs. */
    Duration waitingTime(Runnable fault) {
        fault.run();
        long start = System.nanoTime();
        signs();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Returns the same for a token fetch, which calls the module on its own thread and may be abandoned there. */
    Duration waitingTimeOfFetch(Runnable fault) {
        fault.run();
        long start = System.nanoTime();
        fetches.submit(this::signsOnce).join();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private boolean signsOnce() {
        signs();
        return true;
    }

    /** Returns what callers saw, for the table. */
    String observed() {
        return observed;
    }

    @Override
    public void close() {
        hsm.close();
        threads.shutdown();
        background.shutdownNow();
    }

    private boolean hasFault(Class<? extends HsmFault> kind) {
        Optional<HsmFault> met = fault();
        observed = met.map(fault -> "`" + fault.code().word() + "`").orElse("nothing");
        return met.filter(kind::isInstance).isPresent();
    }

    private Optional<HsmFault> fault() {
        long start = System.nanoTime();
        HsmException failed = catchThrowableOfType(HsmException.class, this::signs);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(signTimeout.multipliedBy(2));
        return Optional.ofNullable(failed).map(HsmException::fault);
    }
}
