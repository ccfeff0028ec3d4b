package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.hsm.settings.TokenSelector;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of the module: how it is copied, loaded, and named to the JDK. */
@UsesSoftHsm
class ModuleFileTest {
    private static final byte[] GRANT = "header.claims".getBytes(UTF_8);
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void when_the_next_copy_cannot_be_loaded_the_loaded_one_signs_again() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "file-next");
        FaultShim shim = FaultShim.before(token, directory);
        try (Hsm hsm = HsmConnection.open(settings(shim.module(), token))) {
            assertThat(sign(hsm)).hasSize(256);
            Files.writeString(shim.module(), "this is not a module");

            shim.says("* drop");

            Await.until(SOON, () -> catchThrowableOfType(HsmException.class, () -> sign(hsm)) == null);
            assertThat(hsm.status().generation()).isGreaterThan(1);
            assertThat(copies())
                    .as("what could not be loaded")
                    .allSatisfy(copy -> assertThat(copy).isEmptyFile());
        }
    }

    @Test
    void the_message_has_the_linkers_own_words_and_no_name_that_changes() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "file-words");
        Path library =
                Files.writeString(directory.resolve("text.so"), "this is not a module, and it is long".repeat(99));

        HsmFault fault = fault(settings(library, token));

        assertThat(fault.code().word()).isEqualTo("hsm-module-missing");
        assertThat(fault.detail().en()).contains("invalid ELF header").doesNotContain("module-");
        assertThat(copies()).isEmpty();
    }

    @Test
    void a_copy_that_could_not_be_completed_is_deleted() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "file-half");

        fault(settings(Path.of("/proc/self/mem"), token)); // can be opened, not read

        assertThat(copies()).isEmpty();
    }

    @Test
    void copies_that_a_killed_process_has_left_are_deleted_at_start() throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "file-left");
        HsmSettings settings = settings(token.library(), token);
        Path modules = Files.createDirectories(
                settings.dataDir().resolve("modules"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setPosixFilePermissions(settings.dataDir(), PosixFilePermissions.fromString("rwx------"));
        Path left = Files.writeString(modules.resolve("module-7.so"), "left");
        Files.setLastModifiedTime(left, FileTime.fromMillis(0));
        Path other = Files.writeString(modules.resolve("notes.txt"), "not ours");
        Files.setLastModifiedTime(other, FileTime.fromMillis(0));

        HsmConnection.open(settings).close();

        assertThat(left).doesNotExist();
        assertThat(other).exists();
    }

    @ParameterizedTest
    @EnumSource(
            value = VendorProfile.Recovery.class,
            names = {"REOPEN", "RESTART"})
    void a_module_with_a_library_beside_it_is_loaded_from_its_own_place(VendorProfile.Recovery recovery) {
        SoftHsmToken token = BankFixture.token(directory, "file-beside-" + recovery);
        HsmSettings settings = HsmSettingsVariant.of(settings(moduleWithLibraryBeside(token), token))
                .recovery(recovery)
                .settings();
        try (Hsm hsm = HsmConnection.open(settings)) {
            assertThat(sign(hsm)).hasSize(256);
        }
        assertThat(settings.library()).exists();
    }

    @Test
    void a_copy_that_lacks_the_library_beside_it_says_what_is_missing_and_what_helps() {
        SoftHsmToken token = BankFixture.token(directory, "file-alone");

        HsmFault fault = fault(settings(moduleWithLibraryBeside(token), token));

        assertThat(fault.code().word()).isEqualTo("hsm-module-missing");
        assertThat(fault.detail().en()).contains("libbeside-file-alone.so");
        assertThat(fault.remedy().en()).contains("hsm.recovery").contains("reopen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \"quoted\" name", "back\\new\\slash", "blåbær", "50% $HOME #1", "tab\tand, comma"})
    void a_folder_of_any_name_can_hold_the_module_and_its_copies(String name) throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "file-name-" + Math.abs(name.hashCode() % 9999));
        Path folder = Files.createDirectory(directory.resolve(name));
        Path library = Files.copy(token.library(), folder.resolve("module.so"));
        for (VendorProfile.Recovery recovery : VendorProfile.Recovery.values()) {
            HsmSettings settings = HsmSettingsVariant.of(
                            BankFixture.settings(folder.resolve("data"), library, token.label(), token.pinFile()))
                    .recovery(recovery)
                    .settings();
            try (Hsm hsm = HsmConnection.open(settings)) {
                assertThat(sign(hsm)).hasSize(256);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"${user.home}", "$ISA"})
    void what_the_configuration_of_the_jdk_cannot_carry_is_a_finding(String name) throws IOException {
        SoftHsmToken token = BankFixture.token(directory, "file-odd-" + name.length());
        Path folder = Files.createDirectory(directory.resolve(name));

        HsmFault fault =
                fault(BankFixture.settings(folder.resolve("data"), token.library(), token.label(), token.pinFile()));

        assertThat(fault.code().word()).isEqualTo("configuration-invalid");
        assertThat(fault.detail().en()).contains(name);
        assertThat(fault.isTransient()).isFalse();
    }

    @Test
    void a_slot_id_beyond_what_the_configuration_of_the_jdk_can_carry_is_found_by_its_place() {
        SoftHsmToken token = BankFixture.token(directory, "file-high");
        FaultShim shim = FaultShim.before(token, directory);
        shim.says("* high");
        HsmSettings byLabel = settings(shim.module(), token);
        try (Hsm hsm = HsmConnection.open(byLabel)) {
            assertThat(sign(hsm)).hasSize(256);
        }
        TokenSelector bySlot = new TokenSelector.BySlot(token.slot() + (1L << 31));
        try (Hsm hsm =
                HsmConnection.open(HsmSettingsVariant.of(byLabel).token(bySlot).settings())) {
            assertThat(sign(hsm)).hasSize(256);
        }
    }

    /** Each library has a name of its own: the linker finds one that this process has loaded wherever it is. */
    private Path moduleWithLibraryBeside(SoftHsmToken token) {
        String source =
                Path.of("src/test/c/with-file-beside.c").toAbsolutePath().toString();
        String library = "beside-" + token.label();
        Path module = directory.resolve("module-of-" + library + ".so");
        Path file = directory.resolve("lib" + library + ".so");
        Shell.runSuccessfully("gcc", "-shared", "-fPIC", "-DBESIDE", "-o", file.toString(), source);
        Shell.runSuccessfully(
                "gcc",
                "-shared",
                "-fPIC",
                "-DREAL_MODULE=\"" + token.library() + "\"",
                "-o",
                module.toString(),
                source,
                "-L" + directory,
                "-l" + library,
                "-Wl,-rpath,$ORIGIN");
        return module;
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("data/modules"))) {
            return files.toList();
        }
    }

    private HsmSettings settings(Path library, SoftHsmToken token) {
        return BankFixture.settings(directory.resolve("data"), library, token.label(), token.pinFile());
    }

    private static HsmFault fault(HsmSettings settings) {
        return catchThrowableOfType(HsmException.class, () -> HsmConnection.open(settings))
                .fault();
    }

    private static byte[] sign(Hsm hsm) {
        return hsm.key("seal").sign(GRANT, SignatureAlgorithm.RS256);
    }
}
