package no.portnokkel.hsm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.pkcs11.profile.VendorProfiles;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.TokenSelector;

/** Builds settings that differ from a base in a few values. */
public final class HsmSettingsVariant {
    private final HsmSettings base;
    private String profile;
    private TokenSelector token;
    private Optional<Path> pinFile;
    private VendorProfile.Recovery recovery;
    private int maxGenerations;
    private Duration signTimeout;
    private Optional<Duration> keepAlive;

    private HsmSettingsVariant(HsmSettings base) {
        this.base = base;
        this.profile = base.profile();
        this.token = base.token();
        this.pinFile = base.pinFile();
        this.recovery = base.recovery();
        this.maxGenerations = base.maxGenerations();
        this.signTimeout = base.signTimeout();
        this.keepAlive = base.keepAlive();
    }

    public static HsmSettingsVariant of(HsmSettings base) {
        return new HsmSettingsVariant(base);
    }

    /** Sets the profile and its limit of modules. */
    public HsmSettingsVariant profile(String name) {
        profile = name;
        return maxGenerations(VendorProfiles.named(name).orElseThrow().maxGenerations());
    }

    public HsmSettingsVariant token(TokenSelector selector) {
        token = selector;
        return this;
    }

    public HsmSettingsVariant pinFile(Path file) {
        pinFile = Optional.of(file);
        return this;
    }

    public HsmSettingsVariant recovery(VendorProfile.Recovery way) {
        recovery = way;
        return this;
    }

    public HsmSettingsVariant maxGenerations(int modules) {
        maxGenerations = modules;
        return this;
    }

    public HsmSettingsVariant signTimeout(Duration limit) {
        signTimeout = limit;
        return this;
    }

    public HsmSettingsVariant keepAlive(Optional<Duration> quiet) {
        keepAlive = quiet;
        return this;
    }

    public HsmSettings settings() {
        return new HsmSettings(
                profile,
                base.library(),
                token,
                pinFile,
                base.pinRetention(),
                recovery,
                maxGenerations,
                signTimeout,
                base.maxConcurrent(),
                keepAlive,
                base.dataDir(),
                base.prefix());
    }
}
