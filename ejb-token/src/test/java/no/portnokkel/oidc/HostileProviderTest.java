package no.portnokkel.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.portnokkel.oidc.OidcRejectedException.Reason;
import no.portnokkel.testkit.oidc.Lie;
import no.portnokkel.testkit.oidc.OpenIdProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a hostile provider, or somebody between it and us, may not do. */
class HostileProviderTest {
    private final BrowserFixture fixture = new BrowserFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({
        "OTHER_AUDIENCE, TOKEN_INVALID",
        "OTHER_AUTHORIZED_PARTY, TOKEN_INVALID",
        "OTHER_ISSUER, TOKEN_INVALID",
        "EXPIRED, TOKEN_INVALID",
        "NO_EXPIRY, TOKEN_INVALID",
        "UNSIGNED, ALGORITHM",
        "ALGORITHM_NONE, TOKEN_MALFORMED",
        "HMAC_WITH_PUBLIC_KEY, ALGORITHM",
        "HMAC_WITH_CLIENT_SECRET, ALGORITHM",
        "UNPUBLISHED_KEY, UNKNOWN_KEY",
        "FOREIGN_SIGNATURE, TOKEN_INVALID",
        "KEY_IN_HEADER, TOKEN_INVALID",
        "CHANGED_CLAIMS, TOKEN_INVALID",
        "NO_SUBJECT, TOKEN_INVALID",
        "NO_NONCE, TOKEN_INVALID",
        "OTHER_NONCE, TOKEN_INVALID",
        "NO_ID_TOKEN, TOKEN_MALFORMED",
        "NO_JSON, TOKEN_MALFORMED",
        "OTHER_RESPONSE_ISSUER, RESPONSE_ISSUER",
        "NO_RESPONSE_ISSUER, RESPONSE_ISSUER",
        "OTHER_STATE, STATE",
        "CODE_TWICE, RESPONSE_MALFORMED"
    })
    void nobody_is_signed_in_by_a_lie(Lie lie, Reason reason) {
        fixture.provider.lies(lie);

        assertThat(rejection(fixture::signIn)).isEqualTo(reason);
    }

    @ParameterizedTest
    @EnumSource(names = {"HUGE_TOKEN_RESPONSE", "SLOW_TOKEN_RESPONSE"})
    void an_answer_without_end_ends_the_sign_in(Lie lie) {
        fixture.provider.lies(lie);

        assertThatExceptionOfType(ProviderUnavailableException.class).isThrownBy(fixture::signIn);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"METADATA_OF_OTHER_ISSUER", "PLAIN_TOKEN_ENDPOINT", "HUGE_METADATA", "SLOW_METADATA", "NULL_KEYS"})
    void no_sign_in_starts_with_metadata_that_cannot_be_trusted(Lie lie) {
        fixture.provider.lies(lie);

        assertThatExceptionOfType(ProviderUnavailableException.class)
                .isThrownBy(() -> fixture.relyingParty.start(BrowserFixture.CALLBACK));
    }

    @Test
    void a_response_counts_only_for_the_browser_that_started_the_sign_in() throws Exception {
        SignInRequest.Started ours = fixture.relyingParty.start(BrowserFixture.CALLBACK);
        SignInRequest.Started attackers = fixture.relyingParty.start(BrowserFixture.CALLBACK);
        Map<String, List<String>> response = fixture.visit(attackers.address());

        assertThat(rejection(() -> fixture.relyingParty.finish(response, ours.request())))
                .isEqualTo(Reason.STATE);
    }

    @Test
    void a_code_of_another_sign_in_is_of_no_use() throws Exception {
        SignInRequest.Started ours = fixture.relyingParty.start(BrowserFixture.CALLBACK);
        SignInRequest.Started victims = fixture.relyingParty.start(BrowserFixture.CALLBACK);
        Map<String, List<String>> injected = new HashMap<>(fixture.visit(victims.address()));
        injected.put("state", List.of(ours.request().state()));

        assertThat(rejection(() -> fixture.relyingParty.finish(injected, ours.request())))
                .isEqualTo(Reason.CODE);
    }

    @Test
    void a_code_is_good_for_one_sign_in() throws Exception {
        SignInRequest.Started started = fixture.relyingParty.start(BrowserFixture.CALLBACK);
        Map<String, List<String>> response = fixture.visit(started.address());
        fixture.relyingParty.finish(response, started.request());

        assertThat(rejection(() -> fixture.relyingParty.finish(response, started.request())))
                .isEqualTo(Reason.CODE);
    }

    @Test
    void a_response_without_code_or_with_an_error_signs_nobody_in() throws Exception {
        SignInRequest.Started started = fixture.relyingParty.start(BrowserFixture.CALLBACK);
        Map<String, List<String>> response = new HashMap<>(fixture.visit(started.address()));
        response.remove("code");
        assertThat(rejection(() -> fixture.relyingParty.finish(response, started.request())))
                .isEqualTo(Reason.RESPONSE_MALFORMED);
        response.put("error", List.of("access_denied"));
        assertThat(rejection(() -> fixture.relyingParty.finish(response, started.request())))
                .isEqualTo(Reason.PROVIDER_ERROR);
    }

    @Test
    void a_weaker_sign_in_than_asked_for_is_not_enough() throws Exception {
        try (BrowserFixture strict = new BrowserFixture(Set.of("level4"), OpenIdProvider.CLIENT_ID)) {
            assertThat(rejection(strict::signIn)).isEqualTo(Reason.ACR);
            strict.provider.confirms("level4");
            assertThat(strict.signIn().subject()).isEqualTo("4711");
            strict.provider.lies(Lie.OTHER_ACR);
            assertThat(rejection(strict::signIn)).isEqualTo(Reason.ACR);
            assertThat(rejection(() ->
                            strict.relyingParty.authenticate(strict.provider.accessToken(OpenIdProvider.CLIENT_ID))))
                    .isEqualTo(Reason.ACR);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OTHER_AUDIENCE, TOKEN_INVALID",
        "OTHER_ISSUER, TOKEN_INVALID",
        "EXPIRED, TOKEN_INVALID",
        "NO_EXPIRY, TOKEN_INVALID",
        "UNSIGNED, ALGORITHM",
        "ALGORITHM_NONE, TOKEN_MALFORMED",
        "HMAC_WITH_PUBLIC_KEY, ALGORITHM",
        "HMAC_WITH_CLIENT_SECRET, ALGORITHM",
        "UNPUBLISHED_KEY, UNKNOWN_KEY",
        "FOREIGN_SIGNATURE, TOKEN_INVALID",
        "KEY_IN_HEADER, TOKEN_INVALID",
        "CHANGED_CLAIMS, TOKEN_INVALID",
        "NO_SUBJECT, TOKEN_INVALID",
        "BOUND_ACCESS_TOKEN, TOKEN_TYPE"
    })
    void nobody_is_authenticated_by_a_lie(Lie lie, Reason reason) {
        fixture.provider.lies(lie);
        String token = fixture.provider.accessToken(OpenIdProvider.CLIENT_ID);

        assertThat(rejection(() -> fixture.relyingParty.authenticate(token))).isEqualTo(reason);
    }

    @Test
    void an_id_token_is_no_access_token() throws Exception {
        String idToken = fixture.signIn().idToken().orElseThrow();

        assertThat(rejection(() -> fixture.relyingParty.authenticate(idToken))).isEqualTo(Reason.TOKEN_TYPE);
    }

    @Test
    void an_access_token_for_another_api_is_not_ours() {
        String token = fixture.provider.accessToken("https://other.example/api");

        assertThat(rejection(() -> fixture.relyingParty.authenticate(token))).isEqualTo(Reason.TOKEN_INVALID);
    }

    @Test
    void a_storm_of_unknown_keys_asks_the_provider_twice_a_minute_at_most() throws Exception {
        fixture.signIn();
        fixture.time.advance(Duration.ofMinutes(1));
        fixture.provider.lies(Lie.UNPUBLISHED_KEY);
        String token = fixture.provider.accessToken(OpenIdProvider.CLIENT_ID);
        long before = fixture.provider.requests();
        for (int caller = 0; caller < 1_000; caller++) {
            assertThat(rejection(() -> fixture.relyingParty.authenticate(token)))
                    .isEqualTo(Reason.UNKNOWN_KEY);
        }

        assertThat(fixture.provider.requests() - before).isEqualTo(2); // metadata and keys, once
    }

    @Test
    void no_rejection_quotes_what_was_rejected() {
        List<String> texts = new ArrayList<>();
        for (Lie lie : EnumSet.of(Lie.EXPIRED, Lie.OTHER_ISSUER, Lie.CHANGED_CLAIMS, Lie.NO_NONCE)) {
            fixture.provider.lies(lie);
            OidcRejectedException rejected = catchThrowableOfType(OidcRejectedException.class, fixture::signIn);
            texts.add(String.valueOf(rejected));
            assertThat(rejected.getCause()).isNull();
        }
        assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain("eyJ", "evil", "4711", "kari"));
    }

    private static Reason rejection(Attempt attempt) {
        OidcRejectedException rejected = catchThrowableOfType(OidcRejectedException.class, attempt::run);
        assertThat(rejected).as("nothing was rejected").isNotNull();
        return rejected.reason();
    }

    @FunctionalInterface
    private interface Attempt {
        Object run() throws OidcRejectedException, ProviderUnavailableException;
    }
}
