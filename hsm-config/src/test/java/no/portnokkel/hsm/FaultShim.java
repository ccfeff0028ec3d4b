package no.portnokkel.hsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import no.portnokkel.testkit.hsm.SoftHsmToken;

/** A module in front of a token's own that has bad days, as {@code fault-shim.c} describes them. */
public final class FaultShim {
    private static final String RULES = ".rules";

    private final Path module;
    private final Path control;

    private FaultShim(Path module) {
        this.module = module;
        this.control = module.resolveSibling(module.getFileName() + RULES);
    }

    public static FaultShim before(SoftHsmToken token, Path directory) {
        return before(token.library(), directory.resolve(token.label() + "-shim.so"));
    }

    public static FaultShim before(Path real, Path module) {
        FaultShim shim = new FaultShim(module);
        Shell.succeeds(
                "gcc",
                "-O1",
                "-shared",
                "-fPIC",
                "-DCONTROL=\"" + shim.control + "\"",
                "-DREAL_MODULE=\"" + real + "\"",
                "-o",
                module.toString(),
                "src/test/c/fault-shim.c");
        return shim;
    }

    public Path module() {
        return module;
    }

    /** From now on, until the next change. */
    public void says(String... rules) {
        try {
            Path draft = control.resolveSibling(control.getFileName() + ".draft");
            Files.write(draft, List.of("at " + System.nanoTime(), String.join("\n", rules)));
            Files.move(draft, control, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Every signature is answered so. */
    void signaturesAnswer(long ckr) {
        says("C_Sign answer " + ckr, "C_SignFinal answer " + ckr);
    }

    /** Calls that were counted by rules so far. */
    public long counted() {
        try {
            Path count = control.resolveSibling(control.getFileName() + ".count");
            return Files.exists(count) ? Files.size(count) : 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public void isWell() {
        says();
    }
}
