package no.portnokkel.hsm.matrix.module;

import java.nio.file.Path;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.Shell;

/** OpenSC's tool, which supports any module. */
final class PinTool {
    private PinTool() {}

    static void change(Path module, String tokenLabel, String next) {
        Shell.runSuccessfully(
                "pkcs11-tool",
                "--module",
                module.toString(),
                "--token-label",
                tokenLabel,
                "--login",
                "--pin",
                BankFixture.PIN,
                "--change-pin",
                "--new-pin",
                next);
    }

    /** Tries a wrong PIN. */
    static void tryWrong(Path module, String tokenLabel) {
        Shell.run(
                "pkcs11-tool",
                "--module",
                module.toString(),
                "--token-label",
                tokenLabel,
                "--login",
                "--pin",
                "1111111111",
                "--list-objects");
    }
}
