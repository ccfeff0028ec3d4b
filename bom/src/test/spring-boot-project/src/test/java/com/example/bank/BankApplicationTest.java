package com.example.bank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import no.portnokkel.Portnokkel;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class BankApplicationTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = new MaskinportenTwinExtension(
            twin -> twin.client(RegisteredClient.of("bank", "310167398", "skatteetaten:inntekt")));

    @TempDir
    Path directory;

    @Test
    void the_application_has_a_token_of_the_twin_until_spring_closes_it(MaskinportenTwin twin) throws Exception {
        Tokens tokens;
        try (ConfigurableApplicationContext application =
                SpringApplication.run(BankApplication.class, arguments(twin))) {
            assertTrue(application.getBean(Portnokkel.class).awaitReady(Duration.ofSeconds(60)));
            tokens = application.getBean(Tokens.class);

            assertTrue(tokens.get(INCOME).value().startsWith("ey"));
            assertEquals(1, twin.grantsAccepted());
        }
        assertThrows(TokenUnavailableException.class, () -> tokens.get(INCOME));
    }

    /** All settings but the client, which is an environment variable. */
    private String[] arguments(MaskinportenTwin twin) {
        SoftHsmToken hsm = SoftHsmToken.create(directory, "boot", "987654");
        hsm.generateKey(
                "seal", key -> twin.authority().certify(key, OrganisationCertificate.seal("310167398", "Demobanken AS")));
        return List.of(
                        "environment=twin",
                        "environments.twin.issuer=" + twin.issuer(),
                        "environments.twin.organisation-number=310167398",
                        "environments.twin.key=seal",
                        "data-dir=" + directory.resolve("data"),
                        "hsm.profile=softhsm2",
                        "hsm.library=" + hsm.library(),
                        "hsm.token-label=boot",
                        "hsm.pin-file=" + hsm.pinFile())
                .stream()
                .map(setting -> "--portnokkel." + setting)
                .toArray(String[]::new);
    }
}
