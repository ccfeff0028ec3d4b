package no.portnokkel.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ScriptedAnswer;

/** What an HSM and Maskinporten can do to a bank, in an order that chance makes. */
final class BadDays {
    private static final List<String> OF_THE_HSM = List.of(
            "old * answer 48", // CKR_DEVICE_ERROR until the module is loaded anew
            "C_SignFinal answer 50\nC_Sign answer 50", // CKR_DEVICE_REMOVED
            "C_SignFinal slow 500\nC_Sign slow 500",
            "C_SignFinal wrong\nC_Sign wrong",
            "* drop");

    private static final List<ScriptedAnswer> OF_MASKINPORTEN = List.of(
            ScriptedAnswer.status(503),
            ScriptedAnswer.status(429, Duration.ofSeconds(1)),
            ScriptedAnswer.hangUp(),
            ScriptedAnswer.cutInBody(),
            ScriptedAnswer.garbage(),
            ScriptedAnswer.wrongContentType(),
            ScriptedAnswer.slow(Duration.ofSeconds(2)),
            ScriptedAnswer.hang());

    private final MaskinportenTwin twin;
    private final Path rules;
    private final Random chance;

    /** @param rules the file that the shim in front of the HSM obeys */
    BadDays(MaskinportenTwin twin, Path rules, Random chance) {
        this.twin = twin;
        this.rules = rules;
        this.chance = chance;
    }

    /** One of them has a bad time. */
    void begin() {
        if (chance.nextInt(4) == 0) {
            hsm(any(OF_THE_HSM));
        } else {
            twin.script().always(any(OF_MASKINPORTEN));
        }
    }

    /** Both are well. */
    void end() {
        hsm("");
        twin.script().clear();
    }

    private <T> T any(List<T> all) {
        return all.get(chance.nextInt(all.size()));
    }

    private void hsm(String text) {
        try {
            Path draft = Files.writeString(rules.resolveSibling(rules.getFileName() + ".draft"), text);
            Files.move(draft, rules, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
