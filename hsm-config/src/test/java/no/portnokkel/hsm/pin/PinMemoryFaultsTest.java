package no.portnokkel.hsm.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import no.portnokkel.hsm.Await;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.HsmSettingsVariant;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.fault.PinFault;
import no.portnokkel.hsm.fault.SetupFault;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.hsm.pkcs11.Connector;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What happens beside a login does not make a refused PIN one that may be tried again. */
@UsesSoftHsm
class PinMemoryFaultsTest {
    private static final String WRONG = "1111111111";

    @TempDir
    Path directory;

    private SoftHsmToken token;
    private FaultShim shim;
    private HsmSettings settings;

    @BeforeEach
    void given_a_token_of_which_nobody_knows_whether_it_shows_flags(TestInfo test) {
        token = BankFixture.token(
                directory, "memory-" + Integer.toHexString(test.getDisplayName().hashCode()));
        shim = FaultShim.before(token, directory);
        settings = HsmSettingsVariant.of(BankFixture.settings(directory.resolve("data"), token, shim))
                .profile("custom")
                .settings();
    }

    @Test
    void a_pin_that_is_provided_between_version_and_content_is_refused_once_and_the_earlier_one_stays_good()
            throws IOException {
        shim.says("C_Login count");
        ReplacedMeanwhile pins = new ReplacedMeanwhile(new PinFile("pin-file", token.pinFile()));
        try (Connector connector = connector(pins)) {
            connector.connect(ConnectionCheck.Listener.NONE).close();
            pins.next = Optional.of(WRONG);

            assertThat(fault(connector)).isInstanceOf(PinFault.Refused.class);
            assertThat(fault(connector)).isInstanceOf(PinFault.Refused.class);

            assertThat(shim.counted()).as("once right, once wrong").isEqualTo(2);
            BankFixture.logInWithVendorTool(token);
            Files.writeString(token.pinFile(), BankFixture.PIN);
            assertThatCode(() ->
                            connector.connect(ConnectionCheck.Listener.NONE).close())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_refusal_that_the_disk_does_not_take_is_remembered_by_the_process() throws IOException {
        shim.says("C_Login slow 1500", "C_Login answer 0xA0"); // CKR_PIN_INCORRECT
        try (Connector connector = connector(new PinFile("pin-file", token.pinFile()))) {
            CompletableFuture<HsmFault> first = CompletableFuture.supplyAsync(
                    () -> fault(connector), task -> new Thread(task).start()); // the common pool may be busy
            Await.until(Duration.ofSeconds(20), () -> written().isPresent());
            Path draft =
                    settings.dataDir().resolve("refused-pins/draft-" + written().orElseThrow());
            Files.createDirectory(draft); // as on a full disk, it cannot be written

            assertThat(first.join()).isInstanceOf(SetupFault.DataDirUnusable.class);

            Files.delete(draft);
            shim.says("C_Login count");
            assertThat(fault(connector)).isInstanceOf(PinFault.Refused.class);
            assertThat(shim.counted()).isZero();
        }
    }

    private Connector connector(PinSource pins) {
        return new Connector(settings, pins, new SecureRandom(), System::nanoTime);
    }

    private static HsmFault fault(Connector connector) {
        return Optional.ofNullable(catchThrowableOfType(
                        HsmException.class,
                        () -> connector.connect(ConnectionCheck.Listener.NONE).close()))
                .orElseThrow(() -> new AssertionError("The token accepted a PIN."))
                .fault();
    }

    /** Returns the name of the record of the PIN that is being presented. */
    private Optional<Path> written() {
        Path folder = settings.dataDir().resolve("refused-pins");
        if (!Files.exists(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName)
                    .filter(name -> name.toString().matches("[0-9a-f]{16}-[0-9a-f]{8}"))
                    .findFirst();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A PIN file that is replaced after its version was read. */
    private static final class ReplacedMeanwhile implements PinSource {
        private final PinFile file;
        private Optional<String> next = Optional.empty();

        private ReplacedMeanwhile(PinFile file) {
            this.file = file;
        }

        @Override
        public Pin read(UserPrincipal processUser) {
            next.ifPresent(this::replace);
            next = Optional.empty();
            return file.read(processUser);
        }

        private void replace(String pin) {
            try {
                Files.writeString(file.file(), pin);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public String description() {
            return file.description();
        }

        @Override
        public String version() {
            return file.version();
        }
    }
}
