package no.portnokkel.hsm.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.HsmSettingsVariant;
import no.portnokkel.hsm.matrix.module.HsmUnderTest;
import no.portnokkel.hsm.matrix.module.TokenUnderTest;
import no.portnokkel.hsm.pkcs11.profile.SignatureCheck;
import no.portnokkel.hsm.pkcs11.profile.VendorProfiles;
import no.portnokkel.testkit.hsm.FaultShim;

/**
 * Where one story is played.
 *
 * @param token made for this story
 * @param directory of this story alone
 */
record Scenario(FaultTable.Condition condition, HsmUnderTest bench, TokenUnderTest token, Path directory) {

    /** Stands between us and the token's module, and has good days until it is told otherwise. */
    FaultShim shim() {
        return FaultShim.before(token.library(), directory.resolve("shim.so"));
    }

    HsmSettings settings(Path module) {
        return token.settings(module, directory.resolve("data"));
    }

    /** Who verifies the signatures of this module. */
    SignatureCheck check() {
        return VendorProfiles.named(settings(token.library()).profile())
                .orElseThrow()
                .signatureCheck();
    }

    /** A patient behind this module, who need not be well. */
    HsmClient patient(Path module) {
        return new HsmClient(settings(module));
    }

    /** An application of somebody who has the PIN wrong. */
    HsmSettings settingsWithAWrongPin() {
        Path wrong = directory.resolve("wrong.pin");
        HsmSettings settings = settings(token.library());
        return during(() -> {
            Files.writeString(wrong, "1111111111");
            Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
            return HsmSettingsVariant.those(settings).pinFile(wrong).settings();
        });
    }

    /** What the remedy of a refused PIN asks for, when it is right after all. */
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

    /** The token's module comes under this name. */
    void install(Path library) {
        during(() -> Files.copy(token.library(), library, StandardCopyOption.REPLACE_EXISTING));
    }

    void installForAnotherMachine(Path library) {
        during(() -> {
            byte[] elf = Files.readAllBytes(token.library());
            elf[18] = (byte) (elf[18] == 62 ? 183 : 62); // e_machine: x86-64 or AArch64, the other one
            return Files.write(library, elf);
        });
    }

    /** A person writes the PIN file. */
    void putPin(String pin) {
        during(() -> Files.writeString(token.pinFile(), pin));
    }

    /** Ends the story: callers saw what the patient met. */
    void healed(String then, HsmClient patient, Duration time) {
        FaultTable.row(condition, bench, patient.saw() + ", " + then + ", " + time.toMillis() + " ms");
    }

    /** Ends the story: nobody saw anything. */
    void bridged(HsmClient patient, Duration time) {
        healed("signed in the next generation", patient, time);
    }

    private static <T> T during(Deed<T> deed) {
        try {
            return deed.happens();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private interface Deed<T> {
        T happens() throws IOException;
    }
}
