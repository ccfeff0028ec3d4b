package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import no.portnokkel.blackbox.Http.Answer;
import no.portnokkel.testkit.oidc.Lie;
import no.portnokkel.testkit.oidc.OpenIdAccount;
import no.portnokkel.testkit.oidc.OpenIdProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sign-in at the bank's identity provider, which may lie; break-glass beside it. */
@ParameterizedClass
@MethodSource("no.portnokkel.blackbox.ServerProduct#chosen")
class OidcIT {
    private static final OpenIdAccount OPERATOR = OpenIdAccount.of("4711", "Siri Vold", "ops");
    private static final OpenIdAccount OFFICER = OpenIdAccount.of("0815", "Siri Vold", "sec");

    @TempDir
    static Path folder;

    private static BlackBoxFixture fixture;
    private static OpenIdProvider provider;
    private static Server server;
    private static OidcBrowser browser;

    @Parameter
    ServerProduct product;

    @BeforeParameterizedClassInvocation
    static void start_a_server_with_an_identity_provider(ServerProduct product) throws Exception {
        Path directory = Files.createDirectory(folder.resolve(product.name()));
        fixture = BlackBoxFixture.start(directory, "oidc-" + product.name());
        provider = OpenIdProvider.start(0, Clock.systemUTC());
        Path secret = Files.writeString(directory.resolve("client-secret"), OpenIdProvider.CLIENT_SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> configuration = fixture.configuration(directory.resolve("data"));
        String oidc = "portnokkel.admin.oidc.";
        configuration.put(oidc + "issuer", provider.issuer().toString());
        configuration.put(oidc + "client-id", OpenIdProvider.CLIENT_ID);
        configuration.put(oidc + "client-secret-file", secret.toString());
        configuration.put(oidc + "groups.operator", "ops");
        configuration.put(oidc + "groups.security-officer", "sec");
        configuration.put(oidc + "groups.auditor", "aud");
        configuration.put(oidc + "groups.viewer", "read");
        server = Server.start(product, directory, configuration);
        browser = new OidcBrowser(server, provider);
    }

    @AfterParameterizedClassInvocation
    static void stop_and_check_that_no_token_was_logged() throws Exception {
        String log = server.log();
        server.close();
        provider.close();
        fixture.close();
        assertThat(log)
                .doesNotContainPattern("eyJ[A-Za-z0-9_-]{8,}\\.eyJ")
                .doesNotContain(OpenIdProvider.CLIENT_SECRET);
    }

    @BeforeEach
    void tell_the_truth() {
        provider.isHonest();
        provider.restart();
    }

    @Test
    void a_person_signs_in_has_the_roles_of_the_groups_and_signs_out_here_and_there() throws Exception {
        Http siri = browser.signIn(OPERATOR);
        JsonObject session = siri.get("api/v1/session").json();
        assertThat(session.getString("user")).isEqualTo("Siri Vold");
        assertThat(session.getString("id")).isEqualTo(provider.issuer() + "#4711");
        assertThat(session.getJsonArray("roles").toString()).isEqualTo("[\"viewer\",\"operator\"]");
        assertThat(siri.get("").status()).isEqualTo(200);
        assertThat(siri.get("api/v1/keys").status()).isEqualTo(403);

        Answer signedOut = siri.form("logout", "");
        assertThat(signedOut.header("Refresh")).startsWith("0; url=" + provider.issuer() + "/logout?id_token_hint=ey");
        assertThat(siri.get("api/v1/session").status()).as("a stolen cookie").isEqualTo(401);
    }

    @Test
    void the_login_page_offers_the_provider_first() throws Exception {
        String page = server.anonymous().get("login").body();
        assertThat(page.indexOf("login/oidc")).isPositive().isLessThan(page.indexOf("password"));
    }

    @Test
    void two_persons_of_one_name_switch_the_environment_and_one_person_does_not() throws Exception {
        Http proposer = browser.signIn(OPERATOR);
        Http samePerson = browser.signIn(OpenIdAccount.of("4711", "siri.admin", "sec"));
        Http approver = browser.signIn(OFFICER);
        Answer proposal = proposer.post("api/v1/switches", "{\"environment\":\"second\",\"reason\":\"a test\"}");
        assertThat(proposal.status()).as(proposal.body()).isEqualTo(201);
        String approval = "api/v1/switches/" + proposal.json().getString("id") + "/approval";

        assertThat(samePerson.post(approval).status()).isEqualTo(403);
        Answer approved = approver.post(approval);

        assertThat(approved.status()).as(approved.body()).isEqualTo(200);
        assertThat(approved.json().getString("decidedById")).isEqualTo(provider.issuer() + "#0815");
        assertThat(approved.json().getJsonArray("decidedByRoles").toString())
                .isEqualTo("[\"viewer\",\"security-officer\"]");
    }

    @Test
    void each_address_is_open_to_the_same_roles_whoever_vouches_for_them() throws Exception {
        Http viewer = browser.signIn(OpenIdAccount.of("11", "Vera Lie", "read"));
        Http operator = browser.signIn(OPERATOR);
        Http officer = browser.signIn(OFFICER);
        Http auditor = browser.signIn(OpenIdAccount.of("12", "Arne Moe", "aud"));
        for (AddressTable.Row row : AddressTable.rows().toList()) {
            assertThat(statuses(row, server.anonymous(), viewer, operator, officer, auditor))
                    .as("persons of the provider: %s", row)
                    .isEqualTo(row.statuses());
            assertThat(statuses(
                            row,
                            server.anonymous(),
                            server.as("vera"),
                            server.as("kari"),
                            server.as("ola"),
                            server.as("arne")))
                    .as("break-glass: %s", row)
                    .isEqualTo(row.statuses());
        }
    }

    private static List<Integer> statuses(AddressTable.Row row, Http... callers) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (Http caller : callers) {
            statuses.add(caller.call(row.method(), row.address()).status());
        }
        return statuses;
    }

    @Test
    void whoever_has_no_role_or_two_that_exclude_each_other_does_not_get_in() throws Exception {
        Answer none = browser.finish(OpenIdAccount.of("1", "nobody", "everybody"));
        assertThat(none.status()).isEqualTo(403);
        assertThat(none.body()).contains("role-missing");
        assertNoSession(none);

        Answer both = browser.finish(OpenIdAccount.of("2", "both", "aud", "ops"));
        assertThat(both.status()).isEqualTo(403);
        assertThat(both.body()).contains("configuration-invalid");
        assertNoSession(both);
        assertThat(bearer(provider.accessToken(OpenIdProvider.CLIENT_ID)).code())
                .isEqualTo("configuration-invalid");
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
                "CHANGED_CLAIMS",
                "NO_NONCE",
                "OTHER_RESPONSE_ISSUER",
                "OTHER_STATE",
                "HUGE_TOKEN_RESPONSE",
                "SLOW_TOKEN_RESPONSE"
            })
    void a_lie_gets_401_and_no_detail(Lie lie) throws Exception {
        browser.start();
        provider.lies(lie);
        Answer refused = browser.finish(OPERATOR);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body()).doesNotContainIgnoringCase("nonce").doesNotContainIgnoringCase("signature");
        assertNoSession(refused);
    }

    @Test
    void a_response_is_good_once_and_for_the_browser_that_started_it() throws Exception {
        Answer started = browser.start();
        Answer otherBrowser = browser.start();
        URI response = browser.responseFor(OPERATOR, started);
        assertThat(browser.comeBack(response, otherBrowser).status()).isEqualTo(401);
        Answer afresh = browser.start();
        URI fresh = browser.responseFor(OPERATOR, afresh);
        assertThat(browser.comeBack(fresh, afresh).status()).isEqualTo(200);
        assertThat(browser.comeBack(fresh, afresh).status()).isEqualTo(401);
        assertThat(server.anonymous().get(fresh.toString()).status()).isEqualTo(401);
    }

    @Test
    void a_script_calls_with_an_access_token() throws Exception {
        provider.signsIn(OPERATOR);
        String token = provider.accessToken(OpenIdProvider.CLIENT_ID);
        Answer session = bearer(token);
        assertThat(session.status()).isEqualTo(200);
        assertThat(session.header("Set-Cookie")).isEmpty();
        assertThat(session.json().getJsonArray("roles").toString()).contains("operator");
        for (Lie lie : List.of(Lie.OTHER_AUDIENCE, Lie.EXPIRED, Lie.UNSIGNED, Lie.CHANGED_CLAIMS)) {
            provider.lies(lie);
            Answer refused = bearer(provider.accessToken(OpenIdProvider.CLIENT_ID));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("not-signed-in");
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        }
    }

    @Test
    void a_provider_that_is_down_leaves_tokens_readiness_and_break_glass_alone() throws Exception {
        provider.stop();
        await().untilAsserted(() ->
                assertThat(server.anonymous().get("health/ready").status()).isEqualTo(200));
        assertThat(server.as("kari")
                        .post("api/v1/tokens/trial", "{\"scope\":\"skatteetaten:inntekt\",\"fresh\":true}")
                        .status())
                .isEqualTo(200);
        Answer login = server.anonymous()
                .form("login", "username=ola&password=" + URLEncoder.encode(Users.PASSWORD, StandardCharsets.UTF_8));
        assertThat(login.header("Location")).endsWith("/maskinporten-admin/");
        assertThat(problems()).contains("break-glass-login");
    }

    private static List<String> problems() throws Exception {
        return server.as("vera").get("api/v1/status").json().getJsonArray("problems").stream()
                .map(JsonValue::asJsonObject)
                .map(problem -> problem.getString("code"))
                .toList();
    }

    private static Answer bearer(String token) throws Exception {
        return server.anonymous().with("Authorization", "Bearer " + token).get("api/v1/session");
    }

    private static void assertNoSession(Answer answer) {
        assertThat(answer.response().headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("portnokkel-session="));
    }
}
