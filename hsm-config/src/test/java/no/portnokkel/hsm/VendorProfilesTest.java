package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.pkcs11.profile.VendorProfiles;
import org.junit.jupiter.api.Test;

class VendorProfilesTest {
    @Test
    void the_documentation_shows_the_same_table() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "hsm", "README.md"));

        for (VendorProfile profile : VendorProfiles.all()) {
            String row = page.lines()
                    .filter(line -> line.startsWith("| `" + profile.name() + "` |"))
                    .findFirst()
                    .orElseThrow();
            assertThat(row)
                    .contains(profile.evidence().title().en())
                    .contains(profile.recovery().name().toLowerCase(Locale.ROOT))
                    .contains("| " + profile.signatureCheck().title().en() + " |")
                    .contains(profile.caveats());
            assertThat(profile.usualLibraries())
                    .allSatisfy(path -> assertThat(row).contains(path.toString()));
        }
    }

    @Test
    void only_modules_whose_source_was_read_are_trusted_to_verify_their_signatures() {
        assertThat(VendorProfiles.all())
                .filteredOn(profile -> profile.signatureCheck() == VendorProfile.SignatureCheck.MODULE)
                .extracting(VendorProfile::name)
                .containsExactlyInAnyOrder("softhsm2", "nss");
    }

    @Test
    void every_profile_generates_non_exportable_keys() {
        assertThat(VendorProfiles.all())
                .allSatisfy(profile -> assertThat(profile.attributes())
                        .contains("CKA_SENSITIVE = true", "CKA_EXTRACTABLE = false", "CKA_SIGN = true"));
    }
}
