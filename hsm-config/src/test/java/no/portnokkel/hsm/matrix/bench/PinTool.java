package no.portnokkel.hsm.matrix.bench;

import java.nio.file.Path;
import no.portnokkel.hsm.Shell;
import no.portnokkel.hsm.TestBank;

/** OpenSC's tool, which speaks to any module. */
final class PinTool {
    private PinTool() {}

    static void change(Path module, String tokenLabel, String next) {
        Shell.succeeds(
                "pkcs11-tool",
                "--module",
                module.toString(),
                "--token-label",
                tokenLabel,
                "--login",
                "--pin",
                TestBank.PIN,
                "--change-pin",
                "--new-pin",
                next);
    }

    /** Somebody tries a wrong one. */
    static void tryWrong(Path module, String tokenLabel) {
        Shell.runs(
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
