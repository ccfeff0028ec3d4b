package no.portnokkel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import no.ks.fiks.maskinporten.AccessTokenRequest;
import no.ks.fiks.maskinporten.Maskinportenklient;
import no.ks.fiks.maskinporten.MaskinportenklientProperties;
import no.ks.fiks.maskinporten.error.MaskinportenClientTokenRequestException;
import no.ks.fiks.maskinporten.error.MaskinportenTokenTemporarilyUnavailableException;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.grant.Warning;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The client of KS, in production for years, works with the twin: its grants are accepted, and it understands the responses.
 */
class ForeignClientTest {

    private static final Signer KEY = new Signer();
    private static final AccessTokenRequest INCOME =
            AccessTokenRequest.builder().scope("skatteetaten:inntekt").build();

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = new MaskinportenTwinExtension(plan ->
            plan.client(GrantClient.CLIENT).delegation("974760673", GrantClient.NUMBER, "skatteetaten:inntekt"));

    private final MaskinportenTwin twin = MASKINPORTEN.twin();
    private final X509Certificate seal = twin.authority()
            .certify(KEY.publicKey(), OrganisationCertificate.seal(GrantClient.NUMBER, "Testbanken AS"))
            .get(0);

    @Test
    void it_gets_a_token_with_the_leaf_of_its_certificate() throws ParseException {
        String token = client("bank-client").getAccessToken(INCOME);

        assertThat(claims(token)).containsEntry("iss", twin.issuer().toString());
        assertThat(twin.grantsAccepted()).isEqualTo(1);
    }

    @Test
    void it_gets_a_token_for_another_organisation_an_audience_and_a_person() throws ParseException {
        String token = client("bank-client")
                .getAccessToken(AccessTokenRequest.builder()
                        .scope("skatteetaten:inntekt")
                        .consumerOrg("974760673")
                        .audience("https://bank.no/dsop/")
                        .pid("25922947409")
                        .build());

        assertThat(claims(token))
                .containsKey("supplier")
                .containsEntry("aud", "https://bank.no/dsop/")
                .containsEntry("pid", "25922947409");
        assertThat(twin.lastGrant().orElseThrow().warnings()).contains(Warning.RESOURCE_AS_TEXT);
    }

    @Test
    void it_gets_a_token_with_a_registered_key() throws ParseException {
        twin.registry()
                .register(RegisteredClient.of("key-client", GrantClient.NUMBER, "skatteetaten:inntekt")
                        .withKey(new RegisteredKey(
                                "ks-1", KEY.rsaKey(), Instant.now().minus(Duration.ofDays(1)))));
        String token = Maskinportenklient.builder()
                .withPrivateKey(KEY.privateKey())
                .usingAsymmetricKey("ks-1")
                .withProperties(properties("key-client"))
                .build()
                .getAccessToken(INCOME);

        assertThat(claims(token)).containsEntry("client_amr", "private_key_jwt");
    }

    @Test
    void it_distinguishes_a_refusal_from_an_outage() {
        assertThatThrownBy(() -> client("nobody").getAccessToken(INCOME))
                .isInstanceOf(MaskinportenClientTokenRequestException.class)
                .hasMessageContaining("Client not found");
        twin.faults().always(ScriptedAnswer.status(503));
        assertThatThrownBy(() -> client("bank-client").getAccessToken(INCOME))
                .isInstanceOf(MaskinportenTokenTemporarilyUnavailableException.class);
    }

    private Maskinportenklient client(String clientId) {
        return Maskinportenklient.builder()
                .withPrivateKey(KEY.privateKey())
                .usingVirksomhetssertifikat(seal)
                .withProperties(properties(clientId))
                .build();
    }

    private MaskinportenklientProperties properties(String clientId) {
        return MaskinportenklientProperties.builder()
                .audience(twin.issuer().toString())
                .tokenEndpoint(twin.tokenEndpoint().toString())
                .issuer(clientId)
                .numberOfSecondsLeftBeforeExpire(10)
                .build();
    }

    private static Map<String, Object> claims(String token) throws ParseException {
        return JWSObject.parse(token).getPayload().toJSONObject();
    }
}
