package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.TokenSelector;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.FaultShim;
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

    /** Stores a key, {@code crowd}, whose chain has so many certificates more than it needs: the token lists them all. */
    public static void addCrowd(SoftHsmToken token, int certificates) {
        List<X509Certificate> foreign = Stream.generate(
                        () -> certify(OpenScTool.pair("EC", 256).getPublic()).get(0))
                .limit(certificates)
                .toList();
        token.generateKey(
                "crowd",
                key -> Stream.concat(certify(key).stream(), foreign.stream()).toList());
    }

    /** Logs in with the correct PIN and another tool, which resets the count of wrong tries. */
    public static void logInWithVendorTool(SoftHsmToken token) {
        assertThat(OpenScTool.logsIn(token, PIN)).isTrue();
    }

    public static HsmSettings settings(Path dataDir, SoftHsmToken token) {
        return settings(dataDir, token.library(), token.label(), token.pinFile());
    }

    /** Returns settings for a token behind a shim. */
    public static HsmSettings settings(Path dataDir, SoftHsmToken token, FaultShim shim) {
        return settings(dataDir, shim.module(), token.label(), token.pinFile());
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
