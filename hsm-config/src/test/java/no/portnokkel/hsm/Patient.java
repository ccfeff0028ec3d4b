package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import no.portnokkel.testkit.hsm.SoftHsmToken;

/** A device with a caller who wants signatures of the key {@code seal}, each verified with its certificate. */
final class Patient implements AutoCloseable {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ScheduledExecutorService background = Executors.newSingleThreadScheduledExecutor();
    private final Hsm hsm;
    private Optional<HsmFault> met = Optional.empty();

    private Patient(HsmSettings settings) {
        hsm = Hsm.start(settings, background, System::nanoTime);
    }

    /** A token behind this module, that need not be well. */
    static Patient of(SoftHsmToken token, Path module, Path directory) {
        return new Patient(TestBank.impatient(
                TestBank.settings(directory.resolve("data"), module, token.label(), token.pinFile())));
    }

    /** Likewise, and it has signed. */
    static Patient wellOf(SoftHsmToken token, Path module, Path directory) {
        Patient patient = of(token, module, directory);
        Eventually.holds(SOON, () -> patient.hsm.status().state() == HsmState.READY);
        patient.signs();
        return patient;
    }

    Hsm hsm() {
        return hsm;
    }

    /** A caller gets a signature, whatever is the matter. */
    void signs() {
        byte[] signature = hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256);
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(hsm.key("seal").chain().get(0).getPublicKey());
            verifier.update(GRANT);
            assertThat(verifier.verify(signature)).isTrue();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A caller gets this fault within the sign timeout; an outage at start may take a moment to show. */
    HsmFault meets(Class<? extends HsmFault> kind) {
        Eventually.holds(SOON, () -> isMet(kind));
        return met.orElseThrow();
    }

    /** How long it takes to the first signature. */
    Duration healsAfter(Runnable cure) {
        cure.run();
        long start = System.nanoTime();
        Eventually.holds(SOON, () -> fault().isEmpty());
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** How long a caller waits while it falls ill, and gets a signature all the same. */
    Duration isBridgedOver(Runnable illness) {
        illness.run();
        long start = System.nanoTime();
        signs();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    String metCode() {
        return met.map(fault -> fault.code().word()).orElse("");
    }

    @Override
    public void close() {
        hsm.close();
        background.shutdownNow();
    }

    private boolean isMet(Class<? extends HsmFault> kind) {
        met = fault();
        return met.filter(kind::isInstance).isPresent();
    }

    private Optional<HsmFault> fault() {
        long start = System.nanoTime();
        HsmException failed = catchThrowableOfType(HsmException.class, this::signs);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TestBank.IMPATIENCE.multipliedBy(3));
        return Optional.ofNullable(failed).map(HsmException::fault);
    }
}
