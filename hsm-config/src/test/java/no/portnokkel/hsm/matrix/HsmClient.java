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
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.SignatureAlgorithm;
import no.portnokkel.hsm.connection.AbandonableExecutor;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;

/** A device with a caller who wants signatures of the key {@code seal}, each verified with its certificate. */
final class HsmClient implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);

    private final ScheduledExecutorService background;
    private final Hsm hsm;
    private final Duration limit;
    private String saw = "nothing";

    /** A device that need not be well. */
    HsmClient(HsmSettings settings) {
        this(settings, Executors.newSingleThreadScheduledExecutor(), System::nanoTime);
    }

    HsmClient(HsmSettings settings, ScheduledExecutorService background, LongSupplier nanoClock) {
        this.background = background;
        hsm = Hsm.start(settings, background, nanoClock);
        limit = settings.signTimeout();
    }

    /** The longest wait of a caller. */
    Duration limit() {
        return limit;
    }

    /** Waits until it has signed. */
    HsmClient well() {
        Await.holds(SOON, () -> hsm.status().state() == HsmState.READY && fault().isEmpty());
        return this;
    }

    int generation() {
        return hsm.status().generation();
    }

    X509Certificate certificate(String label) {
        return hsm.key(label).chain().get(0);
    }

    X509Certificate certificateForProduction(String label) {
        return hsm.keyThatCannotLeave(label).chain().get(0);
    }

    /** A caller gets a signature, whatever is the matter. */
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

    /** A caller gets this fault within the sign timeout; an outage at start may take a moment to show. */
    void meets(Class<? extends HsmFault> kind) {
        Await.holds(SOON, () -> isMet(kind));
    }

    /** A caller gets a wrong signature, and hands it back when it has been refused. */
    void isHandedAWrongSignature() {
        byte[] wrong = hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256);
        assertThat(hsm.key("seal").disown(GRANT, SignatureAlgorithm.RS256, wrong, Duration.ZERO))
                .isTrue();
        saw = "wrong signatures";
    }

    /** How long it takes to the first signature. */
    Duration healsAfter(Runnable cure) {
        cure.run();
        long start = System.nanoTime();
        Await.holds(SOON, () -> fault().isEmpty());
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** How long a caller waits while it falls ill, and gets a signature all the same. */
    Duration isBridgedOver(Runnable illness) {
        illness.run();
        long start = System.nanoTime();
        signs();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Likewise, where the caller's own thread is in the module and may be lost there. */
    Duration isBridgedOverInAFlight(Runnable illness) {
        illness.run();
        long start = System.nanoTime();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            new AbandonableExecutor(threads, 1).begin(this::signsOnce).join();
        } finally {
            threads.shutdown();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private boolean signsOnce() {
        signs();
        return true;
    }

    /** What callers saw, for the table. */
    String saw() {
        return saw;
    }

    @Override
    public void close() {
        hsm.close();
        background.shutdownNow();
    }

    private boolean isMet(Class<? extends HsmFault> kind) {
        Optional<HsmFault> met = fault();
        saw = met.map(fault -> "`" + fault.code().word() + "`").orElse("nothing");
        return met.filter(kind::isInstance).isPresent();
    }

    private Optional<HsmFault> fault() {
        long start = System.nanoTime();
        HsmException failed = catchThrowableOfType(HsmException.class, this::signs);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit.multipliedBy(2));
        return Optional.ofNullable(failed).map(HsmException::fault);
    }
}
