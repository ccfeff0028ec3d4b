package no.portnokkel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.maskinporten.ConsentMismatchException;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.refusal.ErrorAnswer;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.maskinporten.refusal.Retry;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import org.junit.jupiter.api.Test;

/**
 * Failures that an earlier release serialized can be read, because a remote EJB client may use another release than its server. The
 * bytes of this release are written to {@code target/contract}.
 */
class SerializedFailureTest {
    @Test
    void a_refusal_keeps_its_code_owner_kind_and_trace_id() throws IOException, ClassNotFoundException {
        ErrorAnswer answer = ErrorAnswer.of(
                401,
                "invalid_client",
                Optional.of("The key is expired (trace_id: 0af7651916cd43dd8448eb211c80319c)"),
                Optional.of("https://docs.digdir.no/docs/Maskinporten/maskinporten_feilmeldinger#MP-121"));
        Refusal refused = Refusal.of(answer, false);

        TokenRefusedException read = read(
                "token-refused",
                TokenRefusedException.class,
                new TokenRefusedException(refused.problem(Optional.empty()), refused));

        assertThat(read).hasMessageStartingWith("maskinporten-refused: ").hasMessageContaining("MP-121");
        assertThat(read.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_REFUSED);
        assertThat(read.problem().responsible()).contains(Owner.SECURITY_OFFICER);
        assertThat(read.problem().mp()).isEqualTo("MP-121");
        assertThat(read.problem().traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        Refusal refusal = read.refusal().orElseThrow();
        assertThat(refusal).isInstanceOf(Refusal.RegisteredKeyRefused.class);
        assertThat(refusal.answer().status()).isEqualTo(401);
        assertThat(refusal.answer().error()).isEqualTo("invalid_client");
        assertThat(refusal.answer().mp()).contains("MP-121");
        assertThat(refusal.answer().traceId()).contains("0af7651916cd43dd8448eb211c80319c");
        assertThat(refusal.explanation().owner()).isEqualTo(Owner.SECURITY_OFFICER);
        assertThat(refusal.explanation().retry()).isEqualTo(Retry.NEVER);
    }

    @Test
    void an_outage_keeps_its_code_owner_and_retry_time() throws IOException, ClassNotFoundException {
        Problem outage = Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE,
                text("Maskinporten svarte 503.", "Maskinporten answered 503."),
                text("Vent.", "Wait."));

        TokenUnavailableException read = read(
                "token-unavailable",
                TokenUnavailableException.class,
                new TokenUnavailableException(outage, Duration.ofSeconds(30)));

        assertThat(read).hasMessageStartingWith("maskinporten-unavailable: ");
        assertThat(read.problem().code()).isEqualTo(ProblemCode.MASKINPORTEN_UNAVAILABLE);
        assertThat(read.problem().responsible()).contains(Owner.OPERATOR);
        assertThat(read.retryAfter()).contains(Duration.ofSeconds(30));
    }

    @Test
    void a_consent_mismatch_keeps_its_code_owner_and_organisations() throws IOException, ClassNotFoundException {
        ConsentMismatchException read = read(
                "consent-mismatch",
                ConsentMismatchException.class,
                new ConsentMismatchException(new OrganisationNumber("974760673"), new OrganisationNumber("310167398")));

        assertThat(read)
                .hasMessageStartingWith("consent-other-organisation: ")
                .hasMessageContainingAll("974760673", "310167398");
        assertThat(read.problem().code()).isEqualTo(ProblemCode.CONSENT_OTHER_ORGANISATION);
        assertThat(read.problem().responsible()).contains(Owner.DEVELOPER);
        assertThat(read.refusal()).isEmpty();
    }

    @Test
    void an_hsm_outage_keeps_its_fault() throws IOException, ClassNotFoundException {
        HsmException read = read(
                "hsm-unavailable",
                HsmException.class,
                new HsmException(new DeviceFault.Unavailable("bank", "CKR_DEVICE_REMOVED")));

        assertThat(read).hasMessageStartingWith("hsm-unavailable: ").hasMessageContaining("CKR_DEVICE_REMOVED");
        assertThat(read.fault()).isEqualTo(new DeviceFault.Unavailable("bank", "CKR_DEVICE_REMOVED"));
        assertThat(read.fault().problem().responsible()).contains(Owner.OPERATOR);
    }

    @Test
    void a_refused_pin_keeps_its_fault() throws IOException, ClassNotFoundException {
        PinFault.Refused refused = new PinFault.Refused("bank", "/run/pin", "CKR_PIN_INCORRECT", "/data/memory");

        HsmException read = read("hsm-pin-refused", HsmException.class, new HsmException(refused));

        assertThat(read).hasMessageStartingWith("hsm-pin-refused: ");
        assertThat(read.fault()).isEqualTo(refused);
        assertThat(read.fault().problem().responsible()).contains(Owner.SECURITY_OFFICER);
    }

    /** Reads the recorded bytes; writes those of this release. */
    private static <T extends Throwable> T read(String name, Class<T> type, T today)
            throws IOException, ClassNotFoundException {
        String file = "serialized-" + name + ".txt";
        Files.writeString(Files.createDirectories(Path.of("target/contract")).resolve(file), serialized(today));
        byte[] bytes = Base64.getMimeDecoder().decode(ContractRecord.sample(file));
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return type.cast(in.readObject());
        }
    }

    private static String serialized(Throwable failure) throws IOException {
        failure.setStackTrace(new StackTraceElement[0]); // differs between runs and is not part of the contract
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        return Base64.getMimeEncoder(100, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(bytes.toByteArray())
                + "\n";
    }

    private static Text text(String norwegian, String english) {
        return new Text(norwegian, english);
    }
}
