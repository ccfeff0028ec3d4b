package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.stream.Stream;
import no.portnokkel.hsm.fault.DeviceFault;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.hsm.pin.PinFile;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.pkcs11.Generation;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Maps every return code of the standard from a real module through the JDK to the fault that a caller sees. */
@UsesSoftHsm
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("one-jdk")
class CkrTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final Map<String, Class<? extends HsmFault>> AT_A_SIGNATURE = Map.of(
            "wait", DeviceFault.Exhausted.class,
            "rebuild", DeviceFault.Unavailable.class,
            "pin", DeviceFault.Unavailable.class,
            "key", KeyFault.NotUsable.class,
            "setup", SetupFault.ModuleRefuses.class,
            "device", DeviceFault.Broken.class);

    private final SoftHsmToken token;
    private final FaultShim shim;
    private final HsmSettings settings;
    private final Generation generation;

    CkrTest(@TempDir Path directory) {
        token = BankFixture.token(directory, "ckr");
        shim = FaultShim.before(token, directory);
        settings = BankFixture.settings(directory.resolve("data"), token, shim);
        generation = connect();
    }

    /** One row of the table. */
    record Row(long code, String name, String remedy) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() throws IOException {
        Path table = Path.of("src/main/resources/no/portnokkel/hsm/pkcs11/cryptoki/ckr.txt");
        return Files.readAllLines(table).stream()
                .filter(line -> line.startsWith("0x"))
                .map(line -> line.split(" +", -1))
                .map(columns -> new Row(Long.decode(columns[0]), columns[1], columns[2]));
    }

    static Stream<Row> pinRows() throws IOException {
        return rows().filter(row -> row.remedy().equals("pin"));
    }

    @AfterAll
    void logOut() {
        generation.close();
    }

    @Test
    void the_table_has_every_code_exactly_once() throws IOException {
        assertThat(rows().map(Row::code)).hasSize(98).doesNotHaveDuplicates();
        assertThat(rows().map(Row::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_return_code_of_a_signature_leads_to_the_fault_of_its_remedy(Row row) {
        assertThat(sign()).hasSize(256);

        shim.signaturesAnswer(row.code());
        HsmFault fault = fault(this::sign);
        shim.isWell();

        assertThat(fault).isInstanceOf(AT_A_SIGNATURE.get(row.remedy()));
        assertThat(fault.detail().en()).contains(row.name());
        assertThat(sign()).hasSize(256);
    }

    @Test
    void a_vendor_code_is_shown_by_its_number_and_handled_like_the_general_error() {
        shim.signaturesAnswer(0x80000383L);
        HsmFault fault = fault(this::sign);
        shim.isWell();

        assertThat(fault).isInstanceOf(DeviceFault.Unavailable.class);
        assertThat(fault.detail().en()).contains("0x80000383");
    }

    @ParameterizedTest
    @MethodSource("pinRows")
    void a_pin_code_of_a_login_needs_a_person(Row row) throws IOException {
        shim.says("C_Login answer " + row.code());
        HsmFault fault = fault(this::connect);
        shim.isWell();

        assertThat(fault).isInstanceOf(PinFault.class);
        assertThat(fault.isTransient()).isFalse();
        if (fault instanceof PinFault.NotInitialized) {
            assertThat(fault.detail().en()).contains(row.name());
            connect().close(); // the token did not refuse the PIN
        } else {
            HsmFault second = fault(this::connect);
            assertThat(second).isEqualTo(fault);
            forgetRefusedPins();
            connect().close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "C_Initialize, 0x30, hsm-unavailable",
        "C_Initialize, 0x0A, configuration-invalid",
        "C_GetSlotList, 0x05, hsm-unavailable",
        "C_GetTokenInfo, 0xE0, hsm-unavailable",
        "C_GetTokenInfo, 0xE1, hsm-unavailable",
        "C_OpenSession, 0xB1, hsm-busy",
        "C_Login, 0x32, hsm-unavailable",
        "C_Login, 0x103, configuration-invalid",
        "C_FindObjectsInit, 0x30, hsm-unavailable",
        "C_FindObjects, 0x1B6, hsm-failed",
        "C_GetAttributeValue, 0xB3, hsm-unavailable",
        "C_SignInit, 0x101, hsm-unavailable",
        "C_SignInit, 0x68, hsm-key-unusable",
        "C_SignUpdate, 0xB0, hsm-unavailable",
    })
    void a_return_code_of_any_function_leads_to_the_problem_of_its_remedy(String function, long code, String problem) {
        shim.says(function + " answer " + code);
        HsmFault fault = fault(() -> {
            try (Generation next = connect()) {
                next.sign(next.key("seal"), GRANT, SignatureAlgorithm.RS256);
            }
        });
        shim.isWell();

        assertThat(fault.code().word()).isEqualTo(problem);
        try (Generation next = connect()) {
            assertThat(next.sign(next.key("seal"), GRANT, SignatureAlgorithm.RS256))
                    .hasSize(256);
        }
    }

    private byte[] sign() {
        return generation.sign(generation.key("seal"), GRANT, SignatureAlgorithm.RS256);
    }

    private Generation connect() {
        PinFile pins = new PinFile("portnokkel.hsm.pin-file", token.pinFile());
        Connector connector = new Connector(settings, pins, new SecureRandom(), System::nanoTime);
        return connector.connect(ConnectionCheck.Listener.NONE);
    }

    private void forgetRefusedPins() throws IOException {
        try (Stream<Path> notes = Files.list(settings.dataDir().resolve("refused-pins"))) {
            for (Path note : notes.filter(file -> !file.endsWith("login.lock")).toList()) {
                Files.delete(note);
            }
        }
    }

    private static HsmFault fault(ThrowingCallable call) {
        HsmException failed = catchThrowableOfType(HsmException.class, call);
        assertThat(failed).isNotNull();
        return failed.fault();
    }
}
