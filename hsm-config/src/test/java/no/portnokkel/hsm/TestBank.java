package no.portnokkel.hsm;

import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import no.portnokkel.hsm.pkcs11.profile.Profiles;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;

/** A bank with a token of its own, and settings that lead there. */
public final class TestBank {
    public static final String PIN = "8246097531";

    private static final TestAuthority AUTHORITY = TestAuthority.create();

    private TestBank() {}

    /** A token with one key, {@code seal}. */
    public static SoftHsmToken token(Path directory, String label) {
        SoftHsmToken token = SoftHsmToken.create(directory, label, PIN);
        token.generateKey("seal", TestBank::certify);
        return token;
    }

    public static TestAuthority authority() {
        return AUTHORITY;
    }

    public static List<X509Certificate> certify(PublicKey key) {
        return AUTHORITY.certify(key, OrganisationCertificate.seal("310167398", "Testbanken AS"));
    }

    /** Somebody logs in with the right PIN and a tool of the vendor's, which resets the count of wrong ones. */
    public static void logInElsewhere(SoftHsmToken token) {
        Shell.succeeds(
                "pkcs11-tool",
                "--module",
                token.library().toString(),
                "--token-label",
                token.label(),
                "--login",
                "--pin",
                PIN,
                "--list-objects");
    }

    /** The same with another bound on modules. */
    public static HsmSettings boundTo(int maxGenerations, HsmSettings settings) {
        return new HsmSettings(
                settings.profile(),
                settings.library(),
                settings.token(),
                settings.pinFile(),
                settings.pinRetention(),
                settings.recovery(),
                maxGenerations,
                settings.signTimeout(),
                settings.maxConcurrent(),
                settings.keepAlive(),
                settings.dataDir(),
                settings.prefix());
    }

    /** The same with another profile, and its bound on modules. */
    public static HsmSettings of(String profile, HsmSettings settings) {
        return new HsmSettings(
                profile,
                settings.library(),
                settings.token(),
                settings.pinFile(),
                settings.pinRetention(),
                settings.recovery(),
                Profiles.named(profile).orElseThrow().maxGenerations(),
                settings.signTimeout(),
                settings.maxConcurrent(),
                settings.keepAlive(),
                settings.dataDir(),
                settings.prefix());
    }

    /** The same for time that passes by hand: no call takes so long that minutes between two looks are too many. */
    public static HsmSettings quiet(Optional<Duration> keepAlive, HsmSettings settings) {
        return new HsmSettings(
                settings.profile(),
                settings.library(),
                settings.token(),
                settings.pinFile(),
                settings.pinRetention(),
                settings.recovery(),
                settings.maxGenerations(),
                Duration.ofHours(1),
                settings.maxConcurrent(),
                keepAlive,
                settings.dataDir(),
                settings.prefix());
    }

    /** The same with another PIN file. */
    public static HsmSettings withPinFile(Path pinFile, HsmSettings settings) {
        return new HsmSettings(
                settings.profile(),
                settings.library(),
                settings.token(),
                Optional.of(pinFile),
                settings.pinRetention(),
                settings.recovery(),
                settings.maxGenerations(),
                settings.signTimeout(),
                settings.maxConcurrent(),
                settings.keepAlive(),
                settings.dataDir(),
                settings.prefix());
    }

    /** The same with another sign timeout. */
    public static HsmSettings waiting(Duration signTimeout, HsmSettings settings) {
        return new HsmSettings(
                settings.profile(),
                settings.library(),
                settings.token(),
                settings.pinFile(),
                settings.pinRetention(),
                settings.recovery(),
                settings.maxGenerations(),
                signTimeout,
                settings.maxConcurrent(),
                settings.keepAlive(),
                settings.dataDir(),
                settings.prefix());
    }

    public static HsmSettings settings(Path dataDir, SoftHsmToken token) {
        return settings(dataDir, token.library(), token.label(), token.pinFile());
    }

    public static HsmSettings settings(Path dataDir, Path library, String tokenLabel, Path pinFile) {
        return new HsmSettings(
                "softhsm2",
                library,
                new TokenSelector.ByLabel(tokenLabel),
                Optional.of(pinFile),
                PinRetention.MEMORY,
                Recovery.COPY,
                256,
                Duration.ofSeconds(3),
                16,
                Optional.empty(),
                dataDir,
                "portnokkel.hsm.");
    }
}
