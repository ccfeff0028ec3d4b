package no.portnokkel.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import no.portnokkel.testkit.oidc.OpenIdAccount;
import no.portnokkel.testkit.oidc.OpenIdProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelyingPartyTest {
    private final BrowserFixture fixture = new BrowserFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void a_person_signs_in_with_an_authorization_code_and_pkce() throws Exception {
        fixture.provider.signsIn(OpenIdAccount.of("0815", "Kari Nordmann", "operators", "everybody"));

        OidcIdentity kari = fixture.signIn();

        assertThat(kari.issuer()).isEqualTo(fixture.provider.issuer().toString());
        assertThat(kari.subject()).isEqualTo("0815");
        assertThat(kari.text("preferred_username")).contains("Kari Nordmann");
        assertThat(kari.texts("groups")).containsExactly("operators", "everybody");
        assertThat(kari.texts("roles")).isEmpty();
    }

    @Test
    void each_sign_in_has_its_own_state_nonce_and_verifier() throws Exception {
        SignInRequest.Started one = fixture.relyingParty.start(BrowserFixture.CALLBACK);
        SignInRequest.Started other = fixture.relyingParty.start(BrowserFixture.CALLBACK);

        assertThat(one.request().state())
                .hasSizeGreaterThanOrEqualTo(43)
                .isNotEqualTo(other.request().state());
        assertThat(one.request().nonce())
                .hasSizeGreaterThanOrEqualTo(43)
                .isNotEqualTo(other.request().nonce());
        assertThat(one.request().codeVerifier())
                .hasSizeGreaterThanOrEqualTo(43)
                .isNotEqualTo(other.request().codeVerifier());
        assertThat(one.address().toString())
                .contains("code_challenge_method=S256", "response_type=code")
                .doesNotContain(one.request().codeVerifier(), OpenIdProvider.CLIENT_SECRET);
        assertThat(one.request().toString()).doesNotContain(one.request().codeVerifier());
    }

    @Test
    void nothing_is_sent_before_somebody_signs_in() {
        assertThat(fixture.provider.requests()).isZero();
    }

    @Test
    void the_metadata_is_fetched_once_an_hour() throws Exception {
        fixture.relyingParty.start(BrowserFixture.CALLBACK);
        fixture.relyingParty.start(BrowserFixture.CALLBACK);
        assertThat(fixture.provider.requests()).isEqualTo(2); // metadata and keys
        fixture.time.advance(Duration.ofMinutes(61));
        fixture.relyingParty.start(BrowserFixture.CALLBACK);
        assertThat(fixture.provider.requests()).isEqualTo(4);
    }

    @Test
    void access_tokens_count_for_a_day_while_the_provider_is_away() throws Exception {
        fixture.signIn();
        String token = fixture.provider.accessToken(OpenIdProvider.CLIENT_ID);
        fixture.provider.stop();
        fixture.time.advance(Duration.ofHours(23));
        assertThat(fixture.relyingParty.authenticate(token).subject()).isEqualTo("4711");
        fixture.time.advance(Duration.ofHours(2));
        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> fixture.relyingParty.authenticate(token));
    }

    @Test
    void a_provider_that_comes_back_is_asked_again_after_five_seconds() throws Exception {
        fixture.provider.stop();
        assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(fixture::signIn);
        fixture.provider.restart();
        assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(fixture::signIn);
        fixture.time.advance(Duration.ofSeconds(5));
        assertThat(fixture.signIn().subject()).isEqualTo("4711");
    }

    @Test
    void a_caller_is_authenticated_by_an_access_token() throws Exception {
        String token = fixture.provider.accessToken(OpenIdProvider.CLIENT_ID);

        assertThat(fixture.relyingParty.isDecidedLocally(token)).isFalse();
        assertThat(fixture.relyingParty.authenticate(token).texts("groups")).containsExactly("operators");
        assertThat(fixture.relyingParty.isDecidedLocally(token)).isTrue();
        assertThat(fixture.relyingParty.isDecidedLocally("no token")).isTrue();
        fixture.time.advance(Duration.ofMinutes(61));
        assertThat(fixture.relyingParty.isDecidedLocally(token))
                .as("the keys are to be fetched anew")
                .isFalse();
    }

    @Test
    void a_provider_that_marks_no_access_tokens_needs_an_audience_of_their_own() throws Exception {
        try (BrowserFixture other = new BrowserFixture(Set.of(), "api://control-room")) {
            String token = other.provider.accessToken("api://control-room", "JWT");
            assertThat(other.relyingParty.authenticate(token).subject()).isEqualTo("4711");
        }
        String token = fixture.provider.accessToken(OpenIdProvider.CLIENT_ID, "JWT");
        assertThatExceptionOfType(OidcRejectedException.class)
                .isThrownBy(() -> fixture.relyingParty.authenticate(token));
    }

    @Test
    void signing_out_ends_the_session_at_the_provider_too() throws Exception {
        String idToken = fixture.signIn().idToken().orElseThrow();

        URI address = fixture.relyingParty
                .logoutAddress(idToken, URI.create("http://127.0.0.1:8080/maskinporten-admin/login"))
                .orElseThrow();

        assertThat(address.getPath()).endsWith("/logout");
        assertThat(address.getRawQuery())
                .contains("id_token_hint=" + idToken)
                .contains("post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fmaskinporten-admin%2Flogin");
    }
}
