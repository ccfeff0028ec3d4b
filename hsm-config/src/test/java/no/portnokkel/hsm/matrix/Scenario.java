package no.portnokkel.hsm.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import no.portnokkel.hsm.HsmSettingsVariant;
import no.portnokkel.hsm.matrix.module.HsmUnderTest;
import no.portnokkel.hsm.matrix.module.TokenUnderTest;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.pkcs11.profile.VendorProfiles;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.testkit.hsm.FaultShim;

/**
 * The environment of one scenario.
 *
 * @param token created for this scenario
 * @param directory used by this scenario only
 */
record Scenario(FaultTable.Condition condition, HsmUnderTest hsmUnderTest, TokenUnderTest token, Path directory) {

    /** Returns a shim between us and the token's module, without a fault until one is configured. */
    FaultShim shim() {
        return FaultShim.before(token.library(), directory.resolve("shim.so"));
    }

    /** Returns a shim whose copies all forward to one module. */
    FaultShim sharingShim() {
        return FaultShim.sharing(token.library(), directory.resolve("sharing-shim.so"));
    }

    HsmSettings settings(Path module) {
        return token.settings(module, directory.resolve("data"));
    }

    /** Returns who verifies the signatures of this module. */
    VendorProfile.SignatureCheck check() {
        return VendorProfiles.named(settings(token.library()).profile())
                .orElseThrow()
                .signatureCheck();
    }

    /** Returns a client of this module, which may be faulty. */
    HsmClient client(Path module) {
        return new HsmClient(settings(module));
    }

    /** Returns the settings of an application with a wrong PIN. */
    HsmSettings settingsWithAWrongPin() {
        Path wrong = directory.resolve("wrong.pin");
        HsmSettings settings = settings(token.library());
        return during(() -> {
            Files.writeString(wrong, "1111111111");
            Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
            return HsmSettingsVariant.of(settings).pinFile(wrong).settings();
        });
    }

    /** Deletes the records of refused PINs, as the remedy of a refused PIN says. */
    void forgetRefusedPins() {
        during(() -> {
            try (Stream<Path> notes = Files.list(directory.resolve("data/refused-pins"))) {
                for (Path note :
                        notes.filter(one -> !one.endsWith("login.lock")).toList()) {
                    Files.delete(note);
                }
            }
            return true;
        });
    }

    /** Installs the token's module under this path. */
    void install(Path library) {
        during(() -> Files.copy(token.library(), library, StandardCopyOption.REPLACE_EXISTING));
    }

    void installForAnotherMachine(Path library) {
        during(() -> {
            byte[] elf = Files.readAllBytes(token.library());
            elf[18] = (byte) (elf[18] == 62 ? 183 : 62); // e_machine: swaps x86-64 and AArch64
            return Files.write(library, elf);
        });
    }

    /** Replaces a module by something that cannot be loaded. */
    void spoil(Path library) {
        during(() -> Files.writeString(library, "this is not a module"));
    }

    /** Writes the PIN file, as a person does. */
    void writePin(String pin) {
        during(() -> Files.writeString(token.pinFile(), pin));
    }

    /** Records the outcome together with what callers saw. */
    void record(String then, HsmClient client, Duration time) {
        FaultTable.add(condition, hsmUnderTest, client.observed() + ", " + then + ", " + time.toMillis() + " ms");
    }

    /** Records that callers of the key saw nothing and it signed in the first login. */
    void recordSameLogin(HsmClient client, Duration time) {
        assertThat(client.generation()).isEqualTo(1);
        record("signed in the same login", client, time);
    }

    /** Records that callers saw nothing and the next generation signed. */
    void recordNextGeneration(HsmClient client, Duration time) {
        record("signed in the next generation", client, time);
    }

    private static <T> T during(IoAction<T> action) {
        try {
            return action.run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private interface IoAction<T> {
        T run() throws IOException;
    }
}
