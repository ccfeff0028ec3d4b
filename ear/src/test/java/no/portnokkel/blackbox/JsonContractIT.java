package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import no.portnokkel.blackbox.Http.Answer;
import no.portnokkel.contract.ContractRecord;
import no.portnokkel.testkit.ScriptedAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Records status and JSON members of every address for every role. Scripts of a bank rely on them, on every server. */
@ParameterizedClass
@MethodSource("no.portnokkel.blackbox.ServerProduct#chosen")
class JsonContractIT {
    private static final String TRIAL = "{\"scope\":\"skatteetaten:inntekt\"}";

    /** There or not by the moment, since other applications follow within a second. Their members are those of {@code problems}. */
    private static final String PROBLEMS_OF_APPLICATIONS = "applications[].problems[]";

    private static final String PROPOSAL = "{\"environment\":\"second\",\"reason\":\"a test\"}";

    private static final List<String> ADDRESSES = List.of(
            "status",
            "session",
            "environments",
            "switches",
            "confirmation",
            "tokens",
            "changelog",
            "nodes",
            "injection-points",
            "keys",
            "register",
            "register/devices",
            "key-changes",
            "diagnosis",
            "audit",
            "audit/records",
            "audit/verification",
            "audit/checkpoint",
            "audit/signer",
            "nowhere");

    private static final Map<String, String> ROLES = Map.of(
            "vera", "viewer",
            "kari", "operator",
            "ola", "security-officer",
            "arne", "auditor");

    @TempDir
    static Path folder;

    private static BlackBoxFixture fixture;
    private static Server server;

    private final Set<String> facts = new HashSet<>();

    @Parameter
    ServerProduct product;

    @BeforeParameterizedClassInvocation
    static void start_a_server_with_two_environments(ServerProduct product) throws IOException {
        Path directory = Files.createDirectory(folder.resolve(product.name()));
        fixture = BlackBoxFixture.start(directory, "contract-" + product.name());
        server = Server.start(product, directory, fixture.configuration(directory.resolve("data")));
        await().until(() -> server.anonymous().get("health/ready").status() == 200);
    }

    @AfterParameterizedClassInvocation
    static void stop_the_server() {
        server.close();
        fixture.close();
    }

    @Test
    void responses_have_the_recorded_status_and_members() throws Exception {
        trials();
        switches();
        confirmation();
        keyChanges();
        everyAddressForEveryRole();
        wrongRequests();
        refusals();

        ContractRecord.assertUnchanged("json", facts.stream());
    }

    private void trials() throws IOException, InterruptedException {
        String request = "POST api/v1/tokens/trial";
        recordRole(request, "anonymous", server.anonymous().post("api/v1/tokens/trial", TRIAL));
        for (Map.Entry<String, String> role : ROLES.entrySet()) {
            Answer answer = server.as(role.getKey()).post("api/v1/tokens/trial", TRIAL);
            record(request, answer);
            recordRole(request, role.getValue(), answer);
        }
    }

    /** Leaves an active switch, a withdrawn one, one with a failed dry run, and an open proposal. */
    private void switches() throws IOException, InterruptedException {
        Answer proposed = server.as("kari").post("api/v1/switches", PROPOSAL);
        record("POST api/v1/switches", proposed);
        String approval = "api/v1/switches/" + id(proposed) + "/approval";
        record("POST api/v1/switches/ID/approval", server.as("kari").post(approval));
        fixture.second.faults().always(ScriptedAnswer.refusal("MP-100"));
        record("POST api/v1/switches/ID/approval", server.as("ola").post(approval));
        record("GET api/v1/switches", server.as("vera").get("api/v1/switches"));
        fixture.second.faults().clear();
        record("DELETE api/v1/switches/ID", server.as("kari").delete("api/v1/switches/" + id(proposed)));
        record("POST api/v1/switches/ID/approval", server.as("ola").post(approval));

        Answer second = server.as("kari").post("api/v1/switches", PROPOSAL);
        record(
                "POST api/v1/switches/ID/approval",
                server.as("ola").post("api/v1/switches/" + id(second) + "/approval"));
        Answer back = server.as("kari").post("api/v1/switches", PROPOSAL.replace("second", "first"));
        assertThat(server.as("ola")
                        .post("api/v1/switches/" + id(back) + "/approval")
                        .status())
                .isEqualTo(200);
        record("POST api/v1/tokens/trial", server.as("kari").post("api/v1/tokens/trial", TRIAL));
        server.as("kari").post("api/v1/switches", PROPOSAL);
    }

    private void confirmation() throws IOException, InterruptedException {
        record("POST api/v1/confirmation", server.as("kari").post("api/v1/confirmation"));
        String approval = "api/v1/confirmation/00000000-0000-0000-0000-000000000000/approval";
        record("POST api/v1/confirmation/ID/approval", server.as("ola").post(approval));
    }

    private void keyChanges() throws IOException, InterruptedException {
        ControlRoomClient controlRoom = new ControlRoomClient(server);
        fixture.generateKey("next-seal");
        String path = "POST api/v1/key-changes";
        String approval = path + "/ID/approval";
        Answer proposal = controlRoom.changeKey("activate", "next-seal", Optional.empty());
        record(path, proposal);
        record(approval, server.as("ola").post("api/v1/key-changes/" + id(proposal) + "/approval"));
        record("DELETE api/v1/key-changes/ID", server.as("kari").delete("api/v1/key-changes/" + id(proposal)));
        record(approval, controlRoom.approveKey(proposal));
        record(path, controlRoom.changeKey("rotate", "next-seal", Optional.empty()));
        record(path, controlRoom.changeKey("activate", "seal", Optional.empty()));
        record(path, controlRoom.changeKey("activate", "unknown", Optional.empty()));

        fixture.first.faults().always(ScriptedAnswer.refusal("MP-100"));
        assertThat(controlRoom.rotate("next-seal", Optional.of("kid-1"))).isEqualTo("failed");
        record("GET api/v1/key-changes", server.as("vera").get("api/v1/key-changes"));
        fixture.first.faults().clear();
        Answer standby = controlRoom.changeKey("standby", "next-seal", Optional.empty());
        record(approval, controlRoom.approveKey(standby));
        await().until(() ->
                controlRoom.keyChange(id(standby)).getString("state").equals("active"));
        record(path, controlRoom.changeKey("stop", "seal", Optional.empty()));
        Answer restored = controlRoom.changeKey("restore", "seal", Optional.empty());
        record(approval, controlRoom.approveKey(restored));
        await().until(() ->
                controlRoom.keyChange(id(restored)).getString("state").equals("active"));
        assertThat(controlRoom.rotate("seal", Optional.empty())).isEqualTo("active");
        assertThat(controlRoom.trial(false)).isEqualTo(200);
    }

    private void everyAddressForEveryRole() throws IOException, InterruptedException {
        for (String health : List.of("health/live", "health/ready")) {
            recordRole("GET " + health, "anonymous", server.anonymous().get(health));
            record("GET " + health, server.anonymous().get(health));
        }
        for (String address : ADDRESSES) {
            String path = "api/v1/" + address;
            Answer anonymous = server.anonymous().get(path);
            record("GET " + path, anonymous);
            recordRole("GET " + path, "anonymous", anonymous);
            for (Map.Entry<String, String> role : ROLES.entrySet()) {
                Answer answer = server.as(role.getKey()).get(path);
                record("GET " + path, answer);
                recordRole("GET " + path, role.getValue(), answer);
            }
        }
    }

    private void wrongRequests() throws IOException, InterruptedException {
        record("POST api/v1/tokens/trial", server.as("kari").post("api/v1/tokens/trial", "{\"scope\":7}"));
        record("POST api/v1/tokens/trial (form)", server.as("kari").form("api/v1/tokens/trial", "scope=a:b"));
        record("POST api/v1/switches", server.as("kari").post("api/v1/switches", "{}"));
        record("POST api/v1/hsm/unlock", server.as("ola").post("api/v1/hsm/unlock", "{}"));
        record("POST api/v1/hsm/unlock", server.as("ola").post("api/v1/hsm/unlock", "{\"pin\":\"1\"}"));
        record("POST api/v1/status", server.as("kari").post("api/v1/status", "{}"));
        record(
                "DELETE api/v1/tokens (cross-site)",
                server.as("kari").with("Sec-Fetch-Site", "cross-site").delete("api/v1/tokens"));
        String unknown = "api/v1/switches/" + new UUID(0, 0);
        record("DELETE api/v1/switches/ID", server.as("kari").delete(unknown));
        record("POST api/v1/switches/ID/approval", server.as("ola").post(unknown + "/approval"));
    }

    /** Leaves a trial that was refused because of the client's key, so that problems are listed and the node is not ready. */
    private void refusals() throws IOException, InterruptedException {
        Answer dropped = server.as("kari").delete("api/v1/tokens");
        facts.add("DELETE api/v1/tokens operator -> " + dropped.status());
        fixture.first.faults().always(ScriptedAnswer.refusal("MP-121"));
        record("POST api/v1/tokens/trial", server.as("kari").post("api/v1/tokens/trial", TRIAL));
        record("GET api/v1/status", server.as("vera").get("api/v1/status"));
        record("GET health/ready", server.anonymous().get("health/ready"));
    }

    private static String id(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().getString("id");
    }

    private void recordRole(String request, String role, Answer answer) {
        facts.add(request + " " + role + " -> " + answer.status());
    }

    private void record(String request, Answer answer) {
        String prefix = request + " -> " + answer.status() + " ";
        String type = answer.header("Content-Type").split(";", 2)[0];
        facts.add(prefix + type);
        if (type.equals("application/jsonl")) {
            answer.body()
                    .lines()
                    .flatMap(line -> members(
                            "[]", Json.createReader(new StringReader(line)).readValue()))
                    .map(prefix::concat)
                    .forEach(facts::add);
        } else if (type.endsWith("json")) {
            members("", answer.structure())
                    .filter(member -> !member.startsWith(PROBLEMS_OF_APPLICATIONS))
                    .map(prefix::concat)
                    .forEach(facts::add);
        }
    }

    private static Stream<String> members(String path, JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT -> Stream.concat(Stream.of((path + " object").strip()), ofObject(path, value.asJsonObject()));
            case ARRAY ->
                Stream.concat(
                        Stream.of((path + " array").strip()),
                        value.asJsonArray().stream().flatMap(element -> members(path + "[]", element)));
            case TRUE, FALSE -> Stream.of(path + " boolean");
            case STRING -> Stream.of(path + " string");
            case NUMBER -> Stream.of(path + " number");
            case NULL -> Stream.of(path + " null");
        };
    }

    private static Stream<String> ofObject(String path, JsonObject object) {
        return object.entrySet().stream()
                .flatMap(member ->
                        members(path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue()));
    }
}
