package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import no.portnokkel.blackbox.Http.Answer;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.registry.Consent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The control room and the sample application, from login to switch. The same tests run on every server. */
@ParameterizedClass
@MethodSource("no.portnokkel.blackbox.ServerProduct#chosen")
class ControlRoomIT {
    private static final String INCOME = "{\"scope\":\"skatteetaten:inntekt\"}";

    @TempDir
    static Path folder;

    private static Path directory;
    private static BlackBoxFixture fixture;
    private static Server server;

    @Parameter
    ServerProduct product;

    @BeforeParameterizedClassInvocation
    static void start_a_server_with_two_environments(ServerProduct product) throws IOException {
        directory = Files.createDirectory(folder.resolve(product.name()));
        fixture = BlackBoxFixture.start(directory, "controlroom-" + product.name());
        server = start(product);
    }

    private static Server start(ServerProduct product) throws IOException {
        return Server.start(product, directory, fixture.configuration(directory.resolve("data")));
    }

    @AfterParameterizedClassInvocation
    static void stop_and_check_that_no_secret_was_logged() throws IOException {
        String log = server.log();
        server.close();
        fixture.close();
        assertThat(log)
                .doesNotContainPattern("eyJ[A-Za-z0-9_-]{8,}\\.eyJ") // a grant or a token
                .doesNotContain("12857910093", Files.readString(fixture.hsm.pinFile()));
    }

    @BeforeEach
    void activate_the_first_environment_and_drop_all_tokens() throws Exception {
        fixture.first.faults().clear();
        fixture.second.faults().clear();
        if (!active().equals("first")) {
            switchTo("first");
        }
        server.as("kari").delete("api/v1/tokens");
        await().until(() -> server.anonymous().get("health/ready").status() == 200);
    }

    @Test
    void status_shows_environment_hsm_key_and_tokens() throws Exception {
        JsonObject status = server.as("vera").get("api/v1/status").json();

        assertThat(status.getBoolean("ready")).isTrue();
        assertThat(status.getJsonArray("problems")).isEmpty();
        assertThat(status.getJsonObject("environment").getString("name")).isEqualTo("first");
        assertThat(status.getJsonObject("environment").getString("class")).isEqualTo("test");
        assertThat(status.getJsonObject("hsm").getString("state")).isEqualTo("ready");
        assertThat(status.getJsonObject("hsm").getString("tokenLabel")).isEqualTo(fixture.hsm.label());
        JsonObject certificate = status.getJsonObject("key").getJsonObject("certificate");
        assertThat(certificate.getString("organisationNumber")).isEqualTo("310167398");
        assertThat(certificate.getInt("daysLeft")).isGreaterThan(1_000);
        assertThat(status.getJsonObject("tokens")).containsKeys("kept", "granted", "refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "environments",
                "switches",
                "tokens",
                "changelog",
                "nodes",
                "injection-points",
                "keys",
                "register",
                "diagnosis",
                "audit"
            })
    void an_anonymous_request_is_rejected(String address) throws Exception {
        Answer answer = server.anonymous().get("api/v1/" + address);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("not-signed-in");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Basic");
        assertThat(server.anonymous()
                        .as("kari", "wrong")
                        .get("api/v1/" + address)
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("no.portnokkel.blackbox.AddressTable#rows")
    void each_address_is_open_to_the_permitted_roles_only(AddressTable.Row row) throws Exception {
        assertThat(status(server.anonymous(), row)).isEqualTo(row.anonymous());
        assertThat(status(server.as("vera"), row)).isEqualTo(row.viewer());
        assertThat(status(server.as("kari"), row)).isEqualTo(row.operator());
        assertThat(status(server.as("ola"), row)).isEqualTo(row.officer());
        assertThat(status(server.as("arne"), row)).isEqualTo(row.auditor());
    }

    private static int status(Http caller, AddressTable.Row row) throws Exception {
        return caller.call(row.method(), row.address()).status();
    }

    @ParameterizedTest
    @CsvSource({
        "*/*, application/json, '[{\"source\":'",
        "text/csv, text/csv, 'source,label,id,state,'",
        "application/vnd.cyclonedx+json, application/vnd.cyclonedx+json, '{\"$schema\":'"
    })
    void the_register_has_the_format_that_the_client_accepts(String accept, String type, String start)
            throws Exception {
        Answer answer = server.as("arne").with("Accept", accept).get("api/v1/register");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith(type);
        assertThat(answer.body()).startsWith(start);
    }

    @Test
    void the_register_lists_the_key_that_signs_and_what_has_changed_since_a_day() throws Exception {
        JsonObject key =
                server.as("ola").get("api/v1/keys").structure().asJsonArray().getValuesAs(JsonObject.class).stream()
                        .filter(entry -> entry.getString("state").equals("active") && entry.containsKey("certificate"))
                        .findFirst()
                        .orElseThrow();

        assertThat(key.getString("source")).isEqualTo(fixture.hsm.label());
        assertThat(key.getBoolean("nonExportable")).isTrue();
        assertThat(key.getInt("daysLeft")).isGreaterThan(1_000);
        assertThat(server.as("arne").get("api/v1/register?since=2000-01-01").code())
                .isEqualTo("not-found");
        assertThat(server.as("arne").get("api/v1/register?since=yesterday").code())
                .isEqualTo("request-invalid");
        String unchanged = "api/v1/register?since=2999-01-01";
        await().until(() -> server.as("arne").get(unchanged).status() == 200); // the first register is stored soon
        assertThat(server.as("arne").get(unchanged).json().getJsonArray("added"))
                .isEmpty();
    }

    /** Open Liberty, after a second dispatch of the request, answers some as it answered the same address without a query. */
    @Test
    void a_query_is_never_lost() throws Exception {
        for (int round = 0; round < 50; round++) {
            assertThat(server.as("arne").get("api/v1/register").status()).isEqualTo(200);
            assertThat(server.as("arne").get("api/v1/register?since=yesterday").code())
                    .isEqualTo("request-invalid");
        }
    }

    /** By the delivered command, offline, as a supervisor does. */
    @Test
    void an_exported_audit_names_who_did_what_and_is_verified_by_the_jar_alone(@TempDir Path supervisor)
            throws Exception {
        server.as("kari").post("api/v1/tokens/trial", INCOME);
        Path export = Files.writeString(
                supervisor.resolve("audit.jsonl"),
                server.as("arne").get("api/v1/audit").body());
        Path note = Files.writeString(
                supervisor.resolve("note"),
                server.as("arne").get("api/v1/audit/checkpoint").body());
        Path signer = Files.writeString(
                supervisor.resolve("signer.pem"),
                server.as("arne").get("api/v1/audit/signer").body());

        assertThat(verified(export, note, signer).exit()).isZero();
        assertThat(Files.readString(export))
                .contains("\"name\":\"kari\"", "\"act\":\"trial-token\",\"object\":\"skatteetaten:inntekt\"")
                .contains("\"act\":\"audit-exported\"")
                .containsSubsequence("\"name\":\"kari\"", "\"act\":\"tokens-dropped\"")
                .containsSubsequence("\"name\":\"portnokkel\"", "\"act\":\"configuration-in-effect\"");
        assertThat(server.as("arne").get("api/v1/audit/verification").json().getString("result"))
                .isEqualTo("ok");
        assertThat(server.as("arne")
                        .get("api/v1/audit/records?act=audit-verified&person=arne")
                        .body())
                .contains("\"after\":\"ok\"");

        Files.writeString(export, Files.readString(export).replaceFirst("kari", "vera"));
        assertThat(verified(export, note, signer).exit()).isEqualTo(1);
    }

    private static Command verified(Path export, Path note, Path signer) throws Exception {
        return Command.java(
                Artefacts.COMMAND_LINE,
                "verify",
                export.toString(),
                "--checkpoint",
                note.toString(),
                "--signer",
                signer.toString());
    }

    @Test
    void a_rejected_role_gets_the_code_of_the_problem() throws Exception {
        assertThat(server.as("vera").get("api/v1/diagnosis").code()).isEqualTo("role-missing");
        assertThat(server.as("kari").get("api/v1/diagnosis").code()).isEqualTo("not-built");
        assertThat(server.as("vera").post("api/v1/tokens/trial", INCOME).code()).isEqualTo("role-missing");
    }

    @Test
    void a_trial_shows_the_claims_and_never_the_token() throws Exception {
        Answer answer = server.as("kari").post("api/v1/tokens/trial", INCOME);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getJsonObject("claims").getString("scope")).isEqualTo("skatteetaten:inntekt");
        assertThat(answer.json().getBoolean("cached")).isFalse();
        assertThat(answer.json().getJsonObject("timings")).containsKeys("signMillis", "exchangeMillis");
        assertThat(answer.body()).doesNotContainPattern("eyJ[A-Za-z0-9_-]{20}");
        assertThat(server.as("kari").post("api/v1/tokens/trial", INCOME).json().getBoolean("cached"))
                .isTrue();
        assertThat(server.as("vera").get("api/v1/tokens").body())
                .contains("skatteetaten:inntekt")
                .doesNotContainPattern("eyJ[A-Za-z0-9_-]{20}");
    }

    @Test
    void a_refused_trial_shows_the_refusal_its_owner_and_the_remedy() throws Exception {
        fixture.first.faults().always(ScriptedAnswer.refusal("MP-200"));

        Answer answer = server.as("kari").with("Accept-Language", "nb").post("api/v1/tokens/trial", INCOME);

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.code()).isEqualTo("maskinporten-refused");
        assertThat(answer.json().getString("mp")).isEqualTo("MP-200");
        assertThat(answer.json().getString("title")).isEqualTo("Maskinporten avviste forespørselen");
        assertThat(answer.json()).containsKeys("traceId", "owner", "remedy", "detail", "type");
        assertThat(server.as("vera").get("api/v1/status").body()).contains("MP-200");
        assertThat(server.anonymous().get("health/ready").status())
                .as("a scope that one caller may not have")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"scope\":\"inntekt\"}", "{\"scope\":7}", "[]", "{", "{\"scope\":\"a:b\",\"scpe\":1}"})
    void invalid_input_is_rejected_and_sends_no_grant(String body) throws Exception {
        Answer answer = server.as("kari").post("api/v1/tokens/trial", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("request-invalid");
        assertThat(fixture.first.grants()).noneMatch(grant -> grant.claims().containsValue("a:b"));
    }

    @Test
    void a_cross_site_request_is_rejected() throws Exception {
        Answer answer = server.as("kari").with("Sec-Fetch-Site", "cross-site").delete("api/v1/tokens");
        Answer byOrigin =
                server.as("kari").with("Origin", "https://evil.example").delete("api/v1/tokens");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(byOrigin.status()).isEqualTo(403);
    }

    @Test
    void one_person_proposes_and_another_approves() throws Exception {
        JsonObject proposal = propose("kari", "second").json();
        String id = proposal.getString("id");
        assertThat(proposal.getString("state")).isEqualTo("proposed");
        assertThat(proposal.getString("proposedBy")).isEqualTo("kari");
        assertThat(proposal.getJsonArray("difference").toString())
                .contains(fixture.second.issuer().toString());

        Answer alone = approve("kari", id);
        assertThat(alone.status()).isEqualTo(403);
        assertThat(alone.code()).isEqualTo("switch-needs-other-person");
        assertThat(active()).isEqualTo("first");

        Answer other = approve("ola", id);
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.json().getString("state")).isEqualTo("active");
        assertThat(active()).isEqualTo("second");
        assertThat(approve("per", id).code()).isEqualTo("switch-conflict");
    }

    @Test
    void an_approval_may_name_the_digest_that_the_approver_saw() throws Exception {
        JsonObject proposal = server.as("kari")
                .post(
                        "api/v1/switches",
                        "{\"environment\":\"second\",\"reason\":\"a test\",\"purpose\":\"rehearsal\",\"fallBack\":\"back\"}")
                .json();
        assertThat(proposal.getString("purpose")).isEqualTo("rehearsal");
        assertThat(proposal.getString("fallBack")).isEqualTo("back");
        String address = "api/v1/switches/" + proposal.getString("id") + "/approval";

        Answer other = server.as("ola").post(address, "{\"digest\":\"c0ffee\"}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("switch-conflict");
        assertThat(active()).isEqualTo("first");

        Answer seen = server.as("ola").post(address, "{\"digest\":\"" + proposal.getString("digest") + "\"}");
        assertThat(seen.status()).as(seen.body()).isEqualTo(200);
        await().until(() ->
                switchWith(proposal.getString("id")).getString("firstGrant").equals("succeeded"));
    }

    @Test
    void one_person_switches_in_an_emergency_and_another_reviews_it() throws Exception {
        String emergency = "{\"environment\":\"second\",\"reason\":\"outage\",\"emergency\":true}";
        switchTo("second"); // two persons confirm it
        switchTo("first");

        assertThat(server.as("vera").post("api/v1/switches", emergency).status())
                .isEqualTo(403);
        Answer executed = server.as("ola").post("api/v1/switches", emergency);
        assertThat(executed.status()).as(executed.body()).isEqualTo(201);
        assertThat(executed.json().getString("state")).isEqualTo("active");
        assertThat(active()).isEqualTo("second");
        assertThat(server.as("vera").get("api/v1/status").body()).contains("emergency-change");
        assertThat(server.anonymous().get("health/ready").status()).isEqualTo(200);

        String review = "api/v1/switches/" + executed.json().getString("id") + "/review";
        assertThat(server.as("ola").post(review, "{\"note\":\"fine\"}").code()).isEqualTo("switch-needs-other-person");
        assertThat(server.as("kari").post(review, "{}").status()).isEqualTo(422);
        Answer reviewed = server.as("kari").post(review, "{\"note\":\"The log is read\"}");
        assertThat(reviewed.status()).as(reviewed.body()).isEqualTo(200);
        assertThat(reviewed.json().getJsonObject("review").getString("by")).isEqualTo("kari");
        assertThat(server.as("vera").get("api/v1/status").body()).doesNotContain("emergency-change");
    }

    @Test
    void a_security_officer_does_not_propose() throws Exception {
        assertThat(propose("ola", "second").code()).isEqualTo("role-missing");
    }

    @Test
    void a_failed_dry_run_changes_nothing() throws Exception {
        fixture.second.faults().always(ScriptedAnswer.refusal("MP-100"));
        String id = propose("kari", "second").json().getString("id");

        Answer refused = approve("ola", id);

        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.code()).isEqualTo("switch-dry-run-failed");
        assertThat(refused.json().getString("detail")).contains("MP-100");
        assertThat(active()).isEqualTo("first");
        assertThat(switchWith(id).getString("state")).isEqualTo("proposed");

        fixture.second.faults().clear();
        assertThat(approve("ola", id).status()).isEqualTo(200);
    }

    @Test
    void a_withdrawn_proposal_cannot_be_approved() throws Exception {
        String id = propose("kari", "second").json().getString("id");

        Answer withdrawn = server.as("kari").delete("api/v1/switches/" + id);

        assertThat(withdrawn.status()).isEqualTo(200);
        assertThat(withdrawn.json().getString("state")).isEqualTo("withdrawn");
        assertThat(approve("ola", id).code()).isEqualTo("switch-conflict");
        assertThat(active()).isEqualTo("first");
    }

    @Test
    void the_sample_application_follows_within_two_seconds_and_the_old_twin_receives_no_further_grant()
            throws Exception {
        await().atMost(Duration.ofSeconds(2))
                .until(() -> income().status() == 200); // the application may still follow an earlier switch
        switchTo("second");
        long grantsBefore = fixture.first.grantsReceived();
        long acceptedBefore = fixture.second.grantsAccepted();

        await().atMost(Duration.ofSeconds(2))
                .until(() -> server.sample().get("api/token").status() == 200
                        && fixture.second.grantsAccepted() > acceptedBefore);
        server.as("kari").post("api/v1/tokens/trial", "{\"scope\":\"nav:aap\",\"fresh\":true}");

        assertThat(fixture.first.grantsReceived()).isEqualTo(grantsBefore);
    }

    @Test
    void a_refusal_by_the_api_reaches_the_sample_application_unchanged() throws Exception {
        switchTo("second"); // the first twin's API rejects the second twin's tokens

        await().until(() -> income().status() == 401);
        assertThat(income().body()).contains("Feil i forbindelse med autentisering");
    }

    /** Asks the sample application for an income. While it follows a switch, the API may refuse its token. */
    private static Answer income() throws Exception {
        Answer answer = server.sample().get("api/income/12857910093");
        assertThat(answer.status()).as(answer.body()).isIn(200, 401);
        return answer;
    }

    @Test
    void the_sample_application_gets_income_and_tax_only_with_the_applicants_consent() throws Exception {
        UUID given = UUID.randomUUID();
        UUID revoked = UUID.randomUUID();
        String person = "urn:altinn:person:identifier-no:12857910093";
        Consent consent = Consent.given(given, person, BlackBoxFixture.OWNER, Instant.now());
        fixture.first.registry().register(consent);
        fixture.first
                .registry()
                .register(Consent.given(revoked, person, BlackBoxFixture.OWNER, Instant.now())
                        .with(Consent.Status.REVOKED));

        Answer lookup = server.sample().get("api/loans/12857910093?year=2025&consent=" + given);
        Answer refused = server.sample().get("api/loans/12857910093?year=2025&consent=" + revoked);

        assertThat(lookup.status()).as(lookup.body()).isEqualTo(200);
        assertThat(lookup.json().getJsonObject("income").getString("norskident"))
                .isEqualTo("12857910093");
        assertThat(lookup.json().getJsonObject("taxSummary").getString("inntektsaar"))
                .isEqualTo("2025");
        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.json().getString("code")).isEqualTo("maskinporten-refused");
        assertThat(refused.json().getString("detail")).contains("consent").doesNotContain("12857910093");
    }

    @Test
    void the_control_room_lists_what_other_applications_of_the_server_inject() throws Exception {
        assertThat(server.as("vera").get("api/v1/injection-points").structure().asJsonArray())
                .map(JsonValue::asJsonObject)
                .filteredOn(point -> point.getString("application").equals("loan-application"))
                .extracting(point -> point.getString("member") + " " + point.getString("scope"))
                .contains(
                        "no.portnokkel.samples.loan.IncomeResource.inntekt skatteetaten:inntekt",
                        "no.portnokkel.samples.loan.LoanResource.skattegrunnlag skatteetaten:summertskattegrunnlag");
    }

    @Test
    void control_room_and_log_say_which_application_was_refused() throws Exception {
        UUID revoked = UUID.randomUUID();
        fixture.first
                .registry()
                .register(Consent.given(
                                revoked,
                                "urn:altinn:person:identifier-no:12857910093",
                                BlackBoxFixture.OWNER,
                                Instant.now())
                        .with(Consent.Status.REVOKED));

        await().until(() -> server.sample() // it follows a switch of another test within a second
                        .get("api/loans/12857910093?year=2025&consent=" + revoked)
                        .status()
                == 502);

        JsonObject status = server.as("vera").get("api/v1/status").json();
        JsonObject application = status.getJsonArray("applications").getJsonObject(0);
        assertThat(application.getString("name")).isEqualTo("loan-application");
        assertThat(application.getJsonObject("tokens").getInt("refused")).isPositive();
        assertThat(application.getJsonArray("problems"))
                .map(problem -> problem.asJsonObject().getString("code"))
                .contains("maskinporten-refused");
        await().until(() -> server.log()
                .lines()
                .anyMatch(line -> line.contains("[loan-application]") && line.contains("maskinporten-refused")));
    }

    @Test
    void the_choice_survives_a_restart() throws Exception {
        switchTo("second");
        server.close();
        server = start(product);

        assertThat(active()).isEqualTo("second");
        assertThat(server.as("kari").post("api/v1/tokens/trial", INCOME).status())
                .isEqualTo(200);
    }

    @Test
    void readiness_reports_that_maskinporten_is_down_and_recovers() throws Exception {
        MaskinportenTwin twin = fixture.first;
        twin.stop();
        Answer answer = server.as("kari").post("api/v1/tokens/trial", INCOME);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("maskinporten-unreachable");
        assertThat(answer.json().getString("detail"))
                .contains(twin.tokenEndpoint().toString());
        assertThat(server.anonymous().get("health/ready").body()).contains("maskinporten-unreachable");
        assertThat(server.anonymous().get("health/live").status()).isEqualTo(200);

        twin.start();

        assertThat(server.as("kari").post("api/v1/tokens/trial", INCOME).status())
                .isEqualTo(200);
        assertThat(server.anonymous().get("health/ready").status()).isEqualTo(200);
    }

    @Test
    void the_change_log_shows_the_status_of_each_change() throws Exception {
        server.as("kari").post("api/v1/tokens/trial", INCOME);

        assertThat(server.as("vera").get("api/v1/changelog").structure().asJsonArray())
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(row -> assertThat(row.asJsonObject())
                        .containsKeys("id", "date", "title", "text", "source", "judgement", "why"))
                .anySatisfy(row -> assertThat(row.toString()).contains("VER2").contains("\"done\""));
    }

    @Test
    void no_secret_is_in_the_log() throws Exception {
        server.as("kari").post("api/v1/tokens/trial", INCOME);

        assertThat(server.log()).doesNotContain("987654", Users.PASSWORD).doesNotContainPattern("eyJ[A-Za-z0-9_-]{20}");
    }

    private static String active() throws IOException, InterruptedException {
        JsonObject status = server.as("vera").get("api/v1/status").json();
        JsonValue environment = status.get("environment");
        return environment == null ? "" : environment.asJsonObject().getString("name");
    }

    private static void switchTo(String environment) throws IOException, InterruptedException {
        Answer proposal = propose("kari", environment);
        assertThat(proposal.status()).as(proposal.body()).isEqualTo(201);
        Answer approval = approve("ola", proposal.json().getString("id"));
        assertThat(approval.status()).as(approval.body()).isEqualTo(200);
    }

    private static Answer propose(String user, String environment) throws IOException, InterruptedException {
        return server.as(user)
                .post("api/v1/switches", "{\"environment\":\"" + environment + "\",\"reason\":\"a test\"}");
    }

    private static Answer approve(String user, String id) throws IOException, InterruptedException {
        return server.as(user).post("api/v1/switches/" + id + "/approval");
    }

    private static JsonObject switchWith(String id) throws IOException, InterruptedException {
        return server.as("vera").get("api/v1/switches").structure().asJsonArray().stream()
                .map(JsonValue::asJsonObject)
                .filter(one -> one.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }
}
