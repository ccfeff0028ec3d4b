package no.portnokkel.hsm.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.pkcs11.profile.VendorProfiles;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;

/** Reads the settings of one HSM; see {@link HsmSettings#read}. */
final class HsmSettingsReader {
    private static final Duration MIN_SIGN_TIMEOUT = Duration.ofMillis(100);
    private static final Duration MAX_SIGN_TIMEOUT = Duration.ofSeconds(60); // of a grant's 120: its iat ages meanwhile
    private static final Duration MIN_KEEP_ALIVE = Duration.ofSeconds(10); // at most six probes a minute
    private static final Duration MAX_KEEP_ALIVE = Duration.ofHours(1);

    private final CheckedValues values;

    HsmSettingsReader(CheckedValues values) {
        this.values = values;
    }

    /** Returns the settings; empty when anything was wrong and has been reported. */
    Optional<HsmSettings> read(Path dataDir) {
        int problemsBefore = values.problems().size();
        Optional<VendorProfile> profile = profile();
        Optional<Path> library = library(profile);
        Optional<TokenSelector> token = token();
        Optional<Path> pinFile = values.absolutePath("pin-file");
        Optional<HsmSettings.PinRetention> retention = values.oneOf("pin-retention", HsmSettings.PinRetention.class);
        Optional<VendorProfile.Recovery> recovery = values.oneOf("recovery", VendorProfile.Recovery.class);
        Optional<Integer> maxGenerations = values.count("max-generations", 100_000);
        Optional<Duration> signTimeout = values.duration("sign-timeout", MIN_SIGN_TIMEOUT, MAX_SIGN_TIMEOUT);
        Optional<Integer> maxConcurrent = values.count("max-concurrent", 1024);
        Optional<Duration> keepAlive = values.duration("keep-alive", MIN_KEEP_ALIVE, MAX_KEEP_ALIVE);
        if (values.problems().size() > problemsBefore) {
            return Optional.empty();
        }
        return Optional.of(new HsmSettings(
                profile.orElseThrow().name(),
                library.orElseThrow(),
                token.orElseThrow(),
                pinFile,
                retention.orElse(HsmSettings.PinRetention.MEMORY),
                recovery.orElse(profile.orElseThrow().recovery()),
                maxGenerations.orElse(profile.orElseThrow().maxGenerations()),
                signTimeout.orElse(Duration.ofSeconds(3)),
                maxConcurrent.orElse(16),
                keepAlive.or(profile.orElseThrow()::keepAlive),
                dataDir,
                values.key("")));
    }

    private Optional<VendorProfile> profile() {
        if (values.text("profile").isEmpty()) {
            return values.text("library").isPresent()
                    ? VendorProfiles.named("custom")
                    : values.missing("profile", Text.verbatim(profiles()));
        }
        String name = values.text("profile").orElseThrow();
        Text defect = Text.message("hsm-settings.unknown-profile");
        return VendorProfiles.named(name).or(() -> values.wrong("profile", defect, Text.verbatim(profiles())));
    }

    private static String profiles() {
        return VendorProfiles.names() + ", " + DeviceSettings.SOFTWARE;
    }

    private Optional<Path> library(Optional<VendorProfile> profile) {
        if (values.text("library").isPresent()) {
            return values.absolutePath("library");
        }
        return profile.flatMap(VendorProfile::usualLibrary)
                .or(() -> values.missing("library", Text.verbatim("/opt/vendor/lib/pkcs11.so")));
    }

    private Optional<TokenSelector> token() {
        Optional<String> label = values.text("token-label");
        Optional<String> slot = values.text("slot");
        Text both = Text.verbatim(values.key("token-label") + " | " + values.key("slot"));
        if (label.isPresent() && slot.isPresent()) {
            Text defect = Text.message("hsm-settings.set-together", Map.of("other", values.key("slot")));
            return values.wrong("token-label", defect, both);
        }
        if (label.isPresent()) {
            return values.value("token-label", Text.message("hsm-settings.token-label"), TokenSelector.ByLabel::new);
        }
        return slot.isPresent()
                ? values.value(
                        "slot", Text.verbatim("0, 1, 2, …"), text -> new TokenSelector.BySlot(Long.parseLong(text)))
                : values.missing("token-label", both);
    }
}
