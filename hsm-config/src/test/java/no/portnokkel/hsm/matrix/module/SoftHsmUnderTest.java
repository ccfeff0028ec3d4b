package no.portnokkel.hsm.matrix.module;

import java.nio.file.Path;
import java.util.Optional;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.OpenScTool;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.testkit.hsm.SoftHsmToken;

/** SoftHSM2: any number of tokens, in files. */
public final class SoftHsmUnderTest implements HsmUnderTest {
    @Override
    public String name() {
        return "SoftHSM";
    }

    @Override
    public String description() {
        return ModuleDescription.module(Path.of("/usr/lib/softhsm/libsofthsm2.so"), Optional.empty());
    }

    @Override
    public TokenUnderTest token(Path directory, String label) {
        return new InFiles(directory, BankFixture.token(directory, label));
    }

    private record InFiles(Path directory, SoftHsmToken token) implements TokenUnderTest {
        @Override
        public String label() {
            return token.label();
        }

        @Override
        public Path library() {
            return token.library();
        }

        @Override
        public Path pinFile() {
            return token.pinFile();
        }

        @Override
        public HsmSettings settings(Path module, Path dataDir) {
            return BankFixture.settings(dataDir, module, label(), pinFile());
        }

        @Override
        public String foreignConfiguration() {
            return "library = \"" + library() + "\"\nslot = " + token.slot();
        }

        @Override
        public void changePin(String next) {
            OpenScTool.run(library(), label(), BankFixture.PIN, "--change-pin", "--new-pin", next)
                    .requireSuccess();
        }

        @Override
        public void initialiseAnew() {
            BankFixture.token(directory.resolve("reinitialised"), label()); // the files of the first are in use
        }

        @Override
        public void addOtherToken() {
            BankFixture.token(directory, label() + "-2");
        }

        @Override
        public Runnable addTokenWithSameLabel() {
            String said = Shell.runSuccessfully(
                    "softhsm2-util",
                    "--init-token",
                    "--free",
                    "--label",
                    label(),
                    "--pin",
                    BankFixture.PIN,
                    "--so-pin",
                    "99999999");
            String slot = said.replaceAll("(?s).*reassigned to slot ([0-9]+).*", "$1");
            String serial = Shell.runSuccessfully("softhsm2-util", "--show-slots")
                    .replaceAll("(?s).*Slot " + slot + "\\n.*?Serial number:\\s+(\\w+).*", "$1");
            return () -> Shell.runSuccessfully("softhsm2-util", "--delete-token", "--serial", serial);
        }
    }
}
