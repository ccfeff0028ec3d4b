package no.portnokkel.hsm.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.PinRetention;
import no.portnokkel.hsm.Recovery;
import no.portnokkel.hsm.TokenSelector;
import no.portnokkel.hsm.pkcs11.Profile;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;

/** Reads one device; see {@link HsmSettings#read}. */
public final class SettingsReader {
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10); // iat of a waiting grant ages meanwhile

    private final Values values;
    private final String prefix;

    public SettingsReader(Function<String, Optional<String>> source, String prefix, Consumer<Problem> problems) {
        this.values = new Values(source, prefix, problems);
        this.prefix = prefix;
    }

    /** Returns the settings; empty when anything was wrong and has been reported. */
    public Optional<HsmSettings> read(Path dataDir) {
        Optional<Profile> profile = profile();
        Optional<Path> library = library(profile);
        Optional<TokenSelector> token = token();
        Optional<Path> pinFile = values.absolutePath("pin-file");
        Optional<PinRetention> retention = values.word("pin-retention", PinRetention.class);
        Optional<Recovery> recovery = values.word("recovery", Recovery.class);
        Optional<Integer> maxGenerations = values.count("max-generations", 100_000);
        Optional<Duration> signTimeout = values.duration("sign-timeout", SHORTEST_WAIT, LONGEST_WAIT);
        Optional<Integer> maxConcurrent = values.count("max-concurrent", 1024);
        if (!values.areSound()) {
            return Optional.empty();
        }
        return Optional.of(new HsmSettings(
                profile.orElseThrow().name(),
                library.orElseThrow(),
                token.orElseThrow(),
                pinFile,
                retention.orElse(PinRetention.MEMORY),
                recovery.orElse(profile.orElseThrow().recovery()),
                maxGenerations.orElse(256),
                signTimeout.orElse(Duration.ofSeconds(3)),
                maxConcurrent.orElse(16),
                dataDir,
                prefix));
    }

    private Optional<Profile> profile() {
        if (!values.has("profile")) {
            return values.has("library") ? Profile.named("custom") : values.missing("profile", Profile.builtNames());
        }
        String name = values.text("profile").orElseThrow();
        Text defect = Profile.isReserved(name)
                ? new Text("er «" + name + "», som ikke er bygget ennå", "is \"" + name + "\", which is not built yet")
                : new Text("er ukjent: «" + name + "»", "is unknown: \"" + name + "\"");
        return Profile.named(name).or(() -> values.wrong("profile", defect, Profile.builtNames()));
    }

    private Optional<Path> library(Optional<Profile> profile) {
        if (values.has("library")) {
            return values.absolutePath("library");
        }
        return profile.flatMap(Profile::usualLibrary).or(() -> values.missing("library", "/opt/vendor/lib/pkcs11.so"));
    }

    private Optional<TokenSelector> token() {
        Optional<String> label = values.text("token-label");
        Optional<String> slot = values.text("slot");
        String both = prefix + "token-label | " + prefix + "slot";
        if (label.isPresent() && slot.isPresent()) {
            Text defect = new Text("er satt sammen med " + prefix + "slot", "is set together with " + prefix + "slot");
            return values.wrong("token-label", defect, both);
        }
        if (label.isPresent()) {
            return byLabel(label.get());
        }
        return slot.isPresent() ? bySlot(slot.get()) : values.missing("token-label", both);
    }

    private Optional<TokenSelector> byLabel(String label) {
        try {
            return Optional.of(new TokenSelector.ByLabel(label));
        } catch (IllegalArgumentException tooLong) {
            return values.wrong("token-label", "1–32 bytes UTF-8");
        }
    }

    private Optional<TokenSelector> bySlot(String slot) {
        try {
            return Optional.of(new TokenSelector.BySlot(Long.parseLong(slot)));
        } catch (IllegalArgumentException notOne) { // NumberFormatException is one
            return values.wrong("slot", "0, 1, 2, …");
        }
    }
}
