package no.portnokkel.hsm;

import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.TokenSelector;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.SoftHsmToken;

/** A bank with its own HSM token and settings for it. */
public final class BankFixture {
    public static final String PIN = "8246097531";

    private static final TestAuthority AUTHORITY = TestAuthority.create();

    private BankFixture() {}

    /** Creates a token with one key, {@code seal}. */
    public static SoftHsmToken token(Path directory, String label) {
        SoftHsmToken token = SoftHsmToken.create(directory, label, PIN);
        token.generateKey("seal", BankFixture::certify);
        return token;
    }

    public static TestAuthority authority() {
        return AUTHORITY;
    }

    public static List<X509Certificate> certify(PublicKey key) {
        return AUTHORITY.certify(key, OrganisationCertificate.seal("310167398", "Testbanken AS"));
    }

    /** Logs in with the correct PIN and another tool, which resets the count of wrong tries. */
    public static void logInWithVendorTool(SoftHsmToken token) {
        Shell.runSuccessfully(
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

    public static HsmSettings settings(Path dataDir, SoftHsmToken token) {
        return settings(dataDir, token.library(), token.label(), token.pinFile());
    }

    public static HsmSettings settings(Path dataDir, Path library, String tokenLabel, Path pinFile) {
        return new HsmSettings(
                "softhsm2",
                library,
                new TokenSelector.ByLabel(tokenLabel),
                Optional.of(pinFile),
                HsmSettings.PinRetention.MEMORY,
                VendorProfile.Recovery.COPY,
                256,
                Duration.ofSeconds(3),
                16,
                Optional.empty(),
                dataDir,
                "portnokkel.hsm.");
    }
}
