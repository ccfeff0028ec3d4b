package no.portnokkel.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.pkcs11.profile.VendorProfile;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.TokenSelector;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Path DATA = Path.of("/var/lib/portnokkel");

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void a_profile_and_a_token_are_sufficient() {
        HsmSettings settings =
                read(Map.of("profile", "softhsm2", "token-label", " demo ")).orElseThrow();

        assertThat(settings.library()).hasFileName("libsofthsm2.so");
        assertThat(settings.token()).isEqualTo(new TokenSelector.ByLabel("demo"));
        assertThat(settings.pinFile()).isEmpty();
        assertThat(settings.recovery()).isEqualTo(VendorProfile.Recovery.COPY);
        assertThat(settings.signTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.maxConcurrent()).isEqualTo(16);
        assertThat(settings.maxGenerations()).isEqualTo(256);
        assertThat(settings.dataDir()).isEqualTo(DATA);
        assertThat(problems).isEmpty();
    }

    @Test
    void a_library_without_a_profile_has_the_profile_custom() {
        HsmSettings settings = read(Map.of("library", "/opt/hsm/p11.so", "slot", "7", "pin-file", "/run/secrets/pin"))
                .orElseThrow();

        assertThat(settings.profile()).isEqualTo("custom");
        assertThat(settings.token()).isEqualTo(new TokenSelector.BySlot(7));
        assertThat(settings.pinFile()).contains(Path.of("/run/secrets/pin"));
    }

    @Test
    void all_wrong_values_are_reported_at_once_with_their_full_keys() {
        Optional<HsmSettings> settings = read(Map.of(
                "profile", "sofhsm",
                "library", "relative.so",
                "token-label", "x".repeat(33),
                "pin-file", "pin",
                "pin-retention", "always",
                "recovery", "hope",
                "max-generations", "0",
                "sign-timeout", "3s",
                "max-concurrent", "many"));

        assertThat(settings).isEmpty();
        assertThat(problems).hasSize(9).allSatisfy(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
            assertThat(problem.detail().no()).startsWith("portnokkel.hsm.");
            assertThat(problem.remedy().no()).contains("Tillatt: ");
            assertThat(problem.detail().en()).startsWith(problem.configurationKey() + " ");
        });
        assertThat(problems)
                .extracting(Problem::configurationKey)
                .contains("portnokkel.hsm.profile", "portnokkel.hsm.library", "portnokkel.hsm.max-concurrent");
        assertThat(problems.get(0).remedy().en()).contains("softhsm2, luna");
    }

    @Test
    void missing_settings_are_reported() {
        assertThat(read(Map.of())).isEmpty();
        assertThat(problems)
                .extracting(problem -> problem.detail().en())
                .containsExactly(
                        "portnokkel.hsm.profile is missing.",
                        "portnokkel.hsm.library is missing.",
                        "portnokkel.hsm.token-label is missing.");
    }

    @Test
    void a_label_together_with_a_slot_is_rejected() {
        assertThat(read(Map.of("profile", "softhsm2", "token-label", "a", "slot", "1")))
                .isEmpty();
        assertThat(problems)
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.detail().en()).contains("is set together with portnokkel.hsm.slot"));
    }

    @Test
    void every_vendor_of_the_contract_has_a_profile() {
        for (String name : List.of("softhsm2", "luna", "nshield", "cloudhsm", "tpm2", "nss", "custom")) {
            Optional<HsmSettings> settings =
                    read(Map.of("profile", name, "library", "/opt/module.so", "token-label", "a"));

            assertThat(settings).as(name).map(HsmSettings::profile).contains(name);
        }
    }

    @Test
    void keep_alive_allows_at_most_six_probes_a_minute() {
        Map<String, String> yubiHsm = Map.of("library", "/opt/yubihsm.so", "token-label", "a", "keep-alive", "PT20S");

        assertThat(read(yubiHsm).orElseThrow().keepAlive()).contains(Duration.ofSeconds(20));
        assertThat(read(Map.of("library", "/opt/yubihsm.so", "token-label", "a", "keep-alive", "PT1S")))
                .isEmpty();
    }

    private Optional<HsmSettings> read(Map<String, String> values) {
        return HsmSettings.read(key -> Optional.ofNullable(values.get(key)), "portnokkel.hsm.", DATA, problems::add);
    }
}
