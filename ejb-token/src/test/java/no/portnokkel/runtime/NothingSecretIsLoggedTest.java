package no.portnokkel.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import no.portnokkel.maskinporten.AuthorizationDetail.Consent;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.http.RawServer;
import no.portnokkel.secrets.LogCapture;
import no.portnokkel.secrets.Secret;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With all loggers at the finest level, no log, exception or {@code toString()} contains a token, grant, PIN or identity number. */
@ResourceLock("softhsm2")
class NothingSecretIsLoggedTest {
    private static final NationalIdentityNumber PERSON = new NationalIdentityNumber("25922947409");
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");
    private static final List<TokenRequest> REQUESTS =
            List.of(INCOME, INCOME.aboutPerson(PERSON), INCOME.with(Consent.ofPerson(UUID.randomUUID(), PERSON)));

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = Bank.maskinporten("skatteetaten:inntekt");

    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final LogCapture capture =
            LogCapture.start((entry, text) -> output.add(entry.getLoggerName() + ": " + text));

    @TempDir
    Path directory;

    private SoftHsmToken hsm;

    @BeforeEach
    void create_a_key() {
        hsm = Bank.hsm(directory, "nothing-secret");
    }

    @AfterEach
    void stop_capture() {
        capture.close();
    }

    @Test
    void tokens_refusals_and_all_kinds_of_faults() {
        List<ScriptedAnswer> answers = List.of(
                ScriptedAnswer.truth(),
                ScriptedAnswer.refusal("MP-121"),
                ScriptedAnswer.refusal("MP-012"),
                ScriptedAnswer.refusal("MP-303"),
                ScriptedAnswer.hangUp(),
                ScriptedAnswer.cutInBody(),
                ScriptedAnswer.garbage(),
                ScriptedAnswer.wrongContentType(),
                ScriptedAnswer.slow(Duration.ofMinutes(1)),
                ScriptedAnswer.status(500));
        BankConfig bank = bank().in("day", MASKINPORTEN.twin()).with("http.timeout", "PT0.5S");
        try (PortnokkelOperations portnokkel = bank.start()) {
            for (ScriptedAnswer answer : answers) {
                MASKINPORTEN.twin().faults().clear();
                MASKINPORTEN.twin().faults().always(answer);
                REQUESTS.forEach(request -> fetch(portnokkel, request));
            }
            output.add(portnokkel.cachedTokens() + " " + portnokkel.tokenCounts() + " " + portnokkel.problems());
        }
        MASKINPORTEN.twin().grants().forEach(grant -> output.add(grant.toString()));

        assertThat(output).as("the finest level is captured").anyMatch(line -> line.contains("Token for skatteetaten"));
        assertNoSecretInOutput();
    }

    @ParameterizedTest
    @CsvSource({"200, application/json", "302, text/plain", "400, application/json", "400, text/plain", "500, text/html"
    })
    void a_server_that_repeats_the_grant_in_its_response(int status, String type) {
        try (RawServer server = RawServer.answering((request, out) -> out.write(
                        RawServer.answer(status, type, repeated(request)).getBytes(ISO_8859_1)));
                PortnokkelOperations portnokkel = bank().in(
                                "parrot", URI.create("http://127.0.0.1:" + server.port() + "/"))
                        .start()) {
            REQUESTS.forEach(request -> fetch(portnokkel, request));
            output.add(portnokkel.problems().toString());

            for (String part : grantIn(server.requests()).split("\\.", -1)) {
                assertThat(output).noneMatch(line -> line.contains(part));
            }
        }
        assertNoSecretInOutput();
    }

    /** Returns the request body in each member of an error, also between other words. */
    private static String repeated(String request) {
        String body = request.substring(request.indexOf("\r\n\r\n") + 4);
        return "{\"error\":\"" + body + "\",\"error_description\":\"Invalid assertion. " + PERSON.digits() + " " + body
                + "\",\"error_uri\":\"" + body + "\"}";
    }

    @Test
    void a_refused_pin() throws IOException {
        Path wrong = Files.createFile(
                directory.resolve("wrong"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(wrong, "975310");
        try (PortnokkelOperations portnokkel = bank().in("day", MASKINPORTEN.twin())
                .with("hsm.pin-file", wrong.toString())
                .start()) {
            fetch(portnokkel, INCOME);
            output.add(portnokkel.problems().toString());
        }

        assertThat(output).anyMatch(line -> line.contains("HSM_PIN_REFUSED"));
        assertNoSecretInOutput();
    }

    private BankConfig bank() {
        return new BankConfig(hsm, directory.resolve("data"));
    }

    /** Fetches a new token and records what an application might log. */
    private void fetch(PortnokkelOperations portnokkel, TokenRequest request) {
        try {
            portnokkel.trial(request, true);
            output.add(request + " " + portnokkel.tokens().get(request));
        } catch (TokenException failed) {
            StringWriter text = new StringWriter();
            failed.printStackTrace(new PrintWriter(text));
            output.add(text + " " + failed.problem() + " " + request);
        }
    }

    private static String grantIn(List<String> requests) {
        return requests.stream()
                .flatMap(request -> Arrays.stream(request.split("[&\\s]", -1)))
                .filter(field -> field.startsWith("assertion="))
                .map(field -> field.substring("assertion=".length()))
                .findFirst()
                .orElseThrow();
    }

    private void assertNoSecretInOutput() {
        assertThat(output).noneSatisfy(line -> assertThat(Secret.in(line)).isNotEmpty());
    }
}
