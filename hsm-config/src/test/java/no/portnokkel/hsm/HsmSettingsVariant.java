package no.portnokkel.hsm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import no.portnokkel.hsm.pkcs11.profile.VendorProfiles;

/** Settings like others, but for what is said here. */
public final class HsmSettingsVariant {
    private final HsmSettings others;
    private String profile;
    private TokenSelector token;
    private Optional<Path> pinFile;
    private int maxGenerations;
    private Duration signTimeout;
    private Optional<Duration> keepAlive;

    private HsmSettingsVariant(HsmSettings others) {
        this.others = others;
        this.profile = others.profile();
        this.token = others.token();
        this.pinFile = others.pinFile();
        this.maxGenerations = others.maxGenerations();
        this.signTimeout = others.signTimeout();
        this.keepAlive = others.keepAlive();
    }

    public static HsmSettingsVariant those(HsmSettings others) {
        return new HsmSettingsVariant(others);
    }

    /** And its bound on modules. */
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
                others.library(),
                token,
                pinFile,
                others.pinRetention(),
                others.recovery(),
                maxGenerations,
                signTimeout,
                others.maxConcurrent(),
                keepAlive,
                others.dataDir(),
                others.prefix());
    }
}
