package com.example.bank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import no.portnokkel.Portnokkel;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class HsmTokenTest {
    private static final String SCOPE = "skatteetaten:inntekt";

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN =
            new MaskinportenTwinExtension(twin -> twin.client(RegisteredClient.of("bank", "310167398", SCOPE)));

    @TempDir
    Path directory;

    @Test
    void two_callers_get_one_token_that_the_twin_issued(MaskinportenTwin twin) throws InterruptedException {
        SoftHsmToken hsm = SoftHsmToken.create(directory, "outside", "987654");
        hsm.generateKey(
                "seal",
                key -> twin.authority().certify(key, OrganisationCertificate.seal("310167398", "Demobanken AS")));

        try (Portnokkel portnokkel = Portnokkel.start(ConfigValues.of(settings(twin, hsm)))) {
            assertTrue(portnokkel.awaitReady(Duration.ofSeconds(60)));
            Supplier<AccessToken> token = portnokkel.tokens().supplier(TokenRequest.forScope(SCOPE));

            assertTrue(token.get().value().startsWith("ey"));
            assertEquals(token.get(), token.get());
        }
        assertEquals(1, twin.grantsAccepted());
    }

    private Map<String, String> settings(MaskinportenTwin twin, SoftHsmToken hsm) {
        return Map.of(
                "portnokkel.environment", "twin",
                "portnokkel.environments.twin.issuer", twin.issuer().toString(),
                "portnokkel.environments.twin.client-id", "bank",
                "portnokkel.environments.twin.organisation-number", "310167398",
                "portnokkel.environments.twin.key", "seal",
                "portnokkel.data-dir", directory.resolve("data").toString(),
                "portnokkel.hsm.profile", "softhsm2",
                "portnokkel.hsm.library", hsm.library().toString(),
                "portnokkel.hsm.token-label", "outside",
                "portnokkel.hsm.pin-file", hsm.pinFile().toString());
    }
}
