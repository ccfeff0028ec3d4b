package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import no.portnokkel.hsm.pkcs11.profile.SignatureCheck;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.pkcs11.profile.VendorProfiles;
import org.junit.jupiter.api.Test;

class VendorProfilesTest {
    @Test
    void the_page_shows_the_same_table() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "hsm", "README.md"));

        for (VendorProfile profile : VendorProfiles.all()) {
            String row = page.lines()
                    .filter(line -> line.startsWith("| `" + profile.name() + "` |"))
                    .findFirst()
                    .orElseThrow();
            assertThat(row)
                    .contains(profile.evidence().words().en())
                    .contains(profile.recovery().name().toLowerCase(Locale.ROOT))
                    .contains("| " + profile.signatureCheck().words().en() + " |")
                    .contains(profile.traps());
            assertThat(profile.usualLibraries())
                    .allSatisfy(path -> assertThat(row).contains(path.toString()));
        }
    }

    @Test
    void only_a_module_whose_source_was_read_is_trusted_to_verify_what_it_signs() {
        assertThat(VendorProfiles.all())
                .filteredOn(profile -> profile.signatureCheck() == SignatureCheck.MODULE)
                .extracting(VendorProfile::name)
                .containsExactlyInAnyOrder("softhsm2", "nss");
    }

    @Test
    void every_profile_makes_keys_that_cannot_leave() {
        assertThat(VendorProfiles.all())
                .allSatisfy(profile -> assertThat(profile.attributes())
                        .contains("CKA_SENSITIVE = true", "CKA_EXTRACTABLE = false", "CKA_SIGN = true"));
    }
}
