package no.portnokkel.testkit;

import static no.portnokkel.testkit.Signer.with;
import static no.portnokkel.testkit.assertion.GrantAssert.assertThatGrant;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import no.portnokkel.testkit.assertion.GrantAssert;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GrantAssertTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String CONSUMER = "974760673";

    private final MaskinportenTwin twin = MaskinportenTwin.builder()
            .clock(new ManualClock(NOW))
            .client(GrantClient.CLIENT)
            .delegation(CONSUMER, GrantClient.NUMBER, "skatteetaten:inntekt")
            .start();
    private final GrantClient bank = new GrantClient(twin, NOW);

    @AfterEach
    void stop() {
        twin.close();
    }

    private void sendDelegatedGrant() {
        bank.send(with(
                with(bank.claims(), "consumer_org", CONSUMER),
                "resource",
                List.of("https://b.example/", "https://a.example/")));
    }

    @Test
    void a_grant_that_is_as_expected_passes_all_assertions() {
        sendDelegatedGrant();

        assertThatGrant(twin.lastGrant())
                .isAccepted()
                .isByClient("bank-client")
                .hasScope("skatteetaten:inntekt")
                .hasConsumerOrg(CONSUMER)
                .hasResource("https://a.example/", "https://b.example/")
                .hasClaim("iat", NOW.getEpochSecond())
                .hasNoClaim("pid", "authorization_details")
                .isSignedBy(bank.seal().get(0));
    }

    static List<Consumer<GrantAssert>> wrongExpectations() {
        return List.of(
                grant -> grant.hasScope("skatteetaten:formue"),
                grant -> grant.hasScope("skatteetaten:inntekt", "nav:aap"),
                grant -> grant.isByClient("other"),
                grant -> grant.hasConsumerOrg("310167398"),
                grant -> grant.hasResource("https://a.example/"),
                grant -> grant.hasClaim("iat", 0L),
                grant -> grant.hasClaim("pid", "25922947409"),
                grant -> grant.hasNoClaim("jti"),
                grant -> grant.hasKid("key-1"),
                grant -> grant.isRefusedWith("MP-121"));
    }

    @ParameterizedTest
    @MethodSource("wrongExpectations")
    void a_wrong_expectation_fails(Consumer<GrantAssert> expectation) {
        sendDelegatedGrant();
        GrantAssert grant = assertThatGrant(twin.lastGrant());

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> expectation.accept(grant))
                .withMessageStartingWith("Expect");
    }

    @Test
    void a_certificate_counts_as_the_signers_only_if_the_twin_has_verified_the_signature() {
        bank.send(with(bank.claims(), "aud", "https://elsewhere.example/"));

        assertThatGrant(twin.lastGrant()).hasCertificate(bank.seal().get(0));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() ->
                        assertThatGrant(twin.lastGrant()).isSignedBy(bank.seal().get(0)));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThatGrant(twin.lastGrant()).hasCertificate(otherCertificate()));
    }

    private java.security.cert.X509Certificate otherCertificate() {
        return twin.authority()
                .certify(new Signer().publicKey(), OrganisationCertificate.seal(CONSUMER, "Demobanken AS"))
                .get(0);
    }

    @Test
    void a_refusal_is_recognized_by_its_code() {
        bank.send(with(bank.claims(), "aud", "https://elsewhere.example/"));
        String mp = twin.lastGrant().orElseThrow().code().orElseThrow();

        assertThatCode(() -> assertThatGrant(twin.lastGrant()).isRefusedWith(mp))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThatGrant(twin.lastGrant()).isAccepted())
                .withMessageContaining(mp);
    }

    @Test
    void a_grant_that_nobody_has_sent_fails_with_these_words() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThatGrant(twin.lastGrant()))
                .withMessage("Expected a grant, but the twin has received none.");
    }
}
