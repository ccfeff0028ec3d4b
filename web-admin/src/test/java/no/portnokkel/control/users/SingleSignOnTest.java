package no.portnokkel.control.users;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import no.portnokkel.control.users.SingleSignOn.Result;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;
import no.portnokkel.oidc.RelyingPartySettings;
import no.portnokkel.oidc.SignInRequest;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.ManualClock;
import no.portnokkel.testkit.oidc.Lie;
import no.portnokkel.testkit.oidc.OpenIdAccount;
import no.portnokkel.testkit.oidc.OpenIdProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SingleSignOnTest {
    private static final URI CALLBACK = URI.create("http://127.0.0.1:8080/maskinporten-admin/login/oidc/callback");
    private static final String OIDC = "portnokkel.admin.oidc.";

    private final ManualClock time = new ManualClock();
    private final HttpClient browser = HttpClient.newHttpClient();
    private final OpenIdProvider provider = provider();
    private SingleSignOn signOn = signOn();

    @BeforeEach
    void tell_the_truth() {
        provider.isHonest();
    }

    @AfterEach
    void close() {
        signOn.close();
        provider.close();
    }

    @Test
    void groups_give_roles() {
        provider.signsIn(OpenIdAccount.of("1", "kari", "everybody", "ops", "sec"));
        assertThat(signIn().roles()).containsExactly(Role.VIEWER, Role.OPERATOR, Role.SECURITY_OFFICER);
        provider.signsIn(OpenIdAccount.of("2", "ada", "aud"));
        assertThat(signIn().roles()).containsExactly(Role.VIEWER, Role.AUDITOR);
    }

    @Test
    void a_person_is_issuer_and_subject_and_is_shown_by_name() {
        provider.signsIn(OpenIdAccount.of("47 11", "kari", "ops"));
        Person kari = signIn();
        assertThat(kari.id()).isEqualTo(provider.issuer() + "#47+11");
        assertThat(kari.name()).isEqualTo("kari");
        assertThat(kari.isBuiltIn()).isFalse();

        provider.signsIn(OpenIdAccount.of("47 11", "kari.nordmann", "ops"));
        assertThat(signIn().isSameAs(kari)).as("two accounts of one subject").isTrue();
        provider.signsIn(OpenIdAccount.of("0815", "kari", "ops"));
        assertThat(signIn().isSameAs(kari)).as("two persons of one name").isFalse();
    }

    @Test
    void nobody_becomes_a_built_in_user_by_name_or_subject() {
        Person builtIn = new Person("ola", new TreeSet<>(List.of(Role.SECURITY_OFFICER)));
        provider.signsIn(OpenIdAccount.of("ola", "ola", "ops"));
        Person ola = signIn();
        assertThat(ola.isSameAs(builtIn)).isFalse();
        assertThat(users().current(ola).orElseThrow().roles()).doesNotContain(Role.SECURITY_OFFICER);
    }

    @Test
    void without_a_group_that_gives_a_role_nobody_gets_in() {
        provider.signsIn(OpenIdAccount.of("1", "kari", "everybody"));
        assertThat(refusal(finish())).isEqualTo(ProblemCode.ROLE_MISSING);
        assertThat(refusal(signOn.authenticate(provider.accessToken(OpenIdProvider.CLIENT_ID))))
                .isEqualTo(ProblemCode.ROLE_MISSING);
    }

    @Test
    void whoever_reviews_must_not_act() {
        provider.signsIn(OpenIdAccount.of("1", "kari", "aud", "sec"));
        assertThat(refusal(finish())).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
        provider.signsIn(OpenIdAccount.of("1", "kari", "aud", "ops"));
        assertThat(refusal(signOn.authenticate(provider.accessToken(OpenIdProvider.CLIENT_ID))))
                .isEqualTo(ProblemCode.CONFIGURATION_INVALID);
    }

    @Test
    void a_name_with_control_characters_is_shown_without_them() {
        provider.signsIn(OpenIdAccount.of("1", "kari\nola\u202e", "ops"));
        assertThat(signIn().name()).doesNotContain("\n", "\u202e");
        assertThat(signIn().signedText()).doesNotContain("\n");
    }

    @Test
    void a_response_signs_in_once() {
        provider.signsIn(OpenIdAccount.of("1", "kari", "ops"));
        SignInRequest.Started started = signOn.start(CALLBACK).orElseThrow();
        Map<String, List<String>> response = visit(started.address());
        assertThat(signOn.finish(response, started.request())).isInstanceOf(Result.Accepted.class);
        assertThat(signOn.finish(response, started.request())).isEqualTo(new Result.Rejected("state"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "OTHER_AUDIENCE",
                "OTHER_ISSUER",
                "EXPIRED",
                "UNSIGNED",
                "ALGORITHM_NONE",
                "HMAC_WITH_PUBLIC_KEY",
                "FOREIGN_SIGNATURE",
                "CHANGED_CLAIMS",
                "NO_NONCE",
                "OTHER_RESPONSE_ISSUER",
                "OTHER_STATE"
            })
    void a_lie_is_rejected_with_a_reason_for_the_record(Lie lie) {
        signOn.start(CALLBACK);
        provider.lies(lie);
        assertThat(finish())
                .isInstanceOfSatisfying(
                        Result.Rejected.class,
                        rejected -> assertThat(rejected.reason()).matches("[a-z-]+"));
    }

    @Test
    void an_access_token_of_the_provider_authenticates_a_caller() {
        provider.signsIn(OpenIdAccount.of("7", "script", "ops"));
        String token = provider.accessToken(OpenIdProvider.CLIENT_ID);
        Result result = signOn.authenticate(token);
        assertThat(result).isInstanceOfSatisfying(Result.Accepted.class, accepted -> {
            assertThat(accepted.person().roles()).containsExactly(Role.VIEWER, Role.OPERATOR);
            assertThat(accepted.idToken()).isEmpty();
            assertThat(signOn.isFirstCall(accepted.person(), "10.0.0.1")).isTrue();
            assertThat(signOn.isFirstCall(accepted.person(), "10.0.0.1")).isFalse();
        });
        assertThat(result.toString()).doesNotContain(token);
        assertThat(signOn.authenticate("no token")).isInstanceOf(Result.Rejected.class);
    }

    @Test
    void a_provider_that_is_down_delays_nobody_for_long_and_is_found_again() {
        provider.stop();
        assertThat(signOn.start(CALLBACK)).isEmpty();
        assertThat(signOn.authenticate(provider.accessToken(OpenIdProvider.CLIENT_ID)))
                .isInstanceOf(Result.Unavailable.class);
        provider.restart();
        time.advance(Duration.ofSeconds(5));
        assertThat(signOn.start(CALLBACK)).isPresent();
    }

    private static ProblemCode refusal(Result result) {
        assertThat(result).isInstanceOf(Result.NotPermitted.class);
        return ((Result.NotPermitted) result).problem().code();
    }

    private Person signIn() {
        Result result = finish();
        assertThat(result).isInstanceOf(Result.Accepted.class);
        return ((Result.Accepted) result).person();
    }

    private Result finish() {
        SignInRequest.Started started = signOn.start(CALLBACK).orElseThrow();
        return signOn.finish(visit(started.address()), started.request());
    }

    private Users users() {
        return Users.read(
                ConfigValues.of(Map.of(
                        OIDC + "issuer", provider.issuer().toString(),
                        OIDC + "client-id", OpenIdProvider.CLIENT_ID,
                        OIDC + "groups.operator", "ops",
                        OIDC + "groups.security-officer", "sec",
                        OIDC + "groups.auditor", "aud")),
                new Random(1));
    }

    private SingleSignOn signOn() {
        Duration limit = Duration.ofSeconds(2);
        return new SingleSignOn(
                users().signOn().orElseThrow(),
                Optional.of(new RelyingPartySettings.Secret(OpenIdProvider.CLIENT_SECRET)),
                new HttpSettings(limit, limit, Optional.empty(), List.of()),
                Thread::new,
                time);
    }

    private static OpenIdProvider provider() {
        try {
            return OpenIdProvider.start(0, Clock.systemUTC());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Map<String, List<String>> visit(URI address) {
        try {
            String location = browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            Map<String, List<String>> parameters = new HashMap<>();
            for (String pair : URI.create(location).getRawQuery().split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.put(parts[0], List.of(URLDecoder.decode(parts[1], UTF_8)));
            }
            return parameters;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }
}
