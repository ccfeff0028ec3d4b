package no.portnokkel.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import no.portnokkel.inject.MaskinportenFeature;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import org.jboss.resteasy.client.jaxrs.ResteasyClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Jakarta REST client of the application's own, here RESTEasy's. */
class OwnClientTest {
    private static final TokenRequest INCOME = TokenRequest.forScope("skatteetaten:inntekt");

    private final TestTokens tokens = TestTokens.create();
    private final RecordingApi api = new RecordingApi();
    private final RecordingApi other = new RecordingApi();
    private final Client client =
            ClientBuilder.newClient().register(MaskinportenFeature.of(tokens, INCOME, api.base()));

    @AfterEach
    void stop() {
        client.close();
        api.close();
        other.close();
    }

    private static int status(Client client, URI address) {
        try (Response response = client.target(address).request().get()) {
            return response.getStatus();
        }
    }

    @Test
    void a_request_below_the_base_address_carries_the_token() {
        assertThat(status(client, api.base())).isEqualTo(200);

        assertThat(api.bearers()).containsExactly(tokens.get(INCOME).value());
    }

    @Test
    void a_request_to_another_address_fails_and_is_not_sent() {
        assertThatExceptionOfType(ProcessingException.class)
                .isThrownBy(() -> status(client, other.base()))
                .withCauseInstanceOf(TokenRefusedException.class);

        assertThat(other.bearers()).isEmpty();
        assertThat(tokens.requests()).isEmpty();
    }

    @Test
    void another_filter_cannot_send_the_token_elsewhere_whatever_its_priority() {
        client.register((ClientRequestFilter) request -> request.setUri(other.base()), Integer.MAX_VALUE - 1);

        assertThatExceptionOfType(ProcessingException.class)
                .isThrownBy(() -> status(client, api.base()))
                .withCauseInstanceOf(TokenRefusedException.class);
        assertThat(other.bearers()).isEmpty();
    }

    @Test
    void after_a_401_the_request_is_repeated_once_with_a_new_token() {
        AccessToken revoked = tokens.get(INCOME);
        api.refuse(revoked.value()::equals);

        assertThat(status(client, api.base())).isEqualTo(200);

        assertThat(api.bearers())
                .containsExactly(revoked.value(), tokens.get(INCOME).value());
    }

    @Test
    void an_api_that_always_answers_401_is_asked_twice_and_then_once_per_call() {
        api.refuse(any -> true);

        for (int call = 0; call < 100; call++) {
            assertThat(status(client, api.base())).isEqualTo(401);
        }

        assertThat(api.bearers())
                .hasSizeBetween(101, 102)
                .satisfies(bearers -> assertThat(bearers.stream().distinct()).hasSize(2));
    }

    @Test
    void a_redirect_is_not_followed() {
        assertThat(status(client, api.base().resolve("/v1/moved"))).isEqualTo(302);

        assertThat(api.bearers()).hasSize(1);
    }

    @Test
    void a_client_that_follows_redirects_gets_no_token() {
        try (Client following = ((ResteasyClientBuilder) ClientBuilder.newBuilder())
                .setFollowRedirects(true)
                .build()
                .register(MaskinportenFeature.of(tokens, INCOME, api.base()))) {
            assertThatExceptionOfType(ProcessingException.class)
                    .isThrownBy(() -> status(following, api.base().resolve("/v1/moved")))
                    .havingCause()
                    .withMessageContaining("follows redirects");
        }

        assertThat(api.bearers()).isEmpty();
    }

    @Test
    void the_token_may_differ_from_request_to_request() {
        TokenRequest delegated = INCOME.onBehalfOf(new OrganisationNumber("310167398"));
        Client perRequest =
                ClientBuilder.newClient().register(MaskinportenFeature.of(tokens, () -> delegated, api.base()));

        assertThat(status(perRequest, api.base())).isEqualTo(200);

        assertThat(tokens.requests()).containsExactly(delegated);
        perRequest.close();
    }
}
