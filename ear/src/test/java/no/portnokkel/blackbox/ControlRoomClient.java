package no.portnokkel.blackbox;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import no.portnokkel.blackbox.Http.Answer;
import org.awaitility.Awaitility;

/** What persons do in the control room of one server: {@code kari} proposes, others approve. */
record ControlRoomClient(Server server) {
    JsonObject status() throws IOException, InterruptedException {
        return server.as("vera").get("api/v1/status").json();
    }

    /** Returns the name of the environment in use; empty if there is none. */
    String active() throws IOException, InterruptedException {
        JsonObject environment = status().getJsonObject("environment");
        return environment == null ? "" : environment.getString("name");
    }

    boolean hasProblem(String code) throws IOException, InterruptedException {
        return status().getJsonArray("problems").stream()
                .map(JsonValue::asJsonObject)
                .anyMatch(problem -> problem.getString("code").equals(code));
    }

    /** Returns the names of the nodes that this one knows. */
    Set<String> nodes() throws IOException, InterruptedException {
        return server.as("vera").get("api/v1/nodes").structure().asJsonArray().stream()
                .map(node -> node.asJsonObject().getString("name"))
                .collect(Collectors.toSet());
    }

    Answer tryToPropose(String environment) throws IOException, InterruptedException {
        return server.as("kari")
                .post("api/v1/switches", "{\"environment\":\"" + environment + "\",\"reason\":\"a test\"}");
    }

    /** Returns the id of a new proposal. */
    String propose(String environment) throws IOException, InterruptedException {
        Answer proposal = tryToPropose(environment);
        if (proposal.status() != 201) {
            throw new AssertionError(proposal.body());
        }
        return proposal.json().getString("id");
    }

    Answer approve(String user, String id) throws IOException, InterruptedException {
        return server.as(user).post(approval(id));
    }

    /** Approves and does not wait for the answer. */
    CompletableFuture<Answer> approveAsync(String user, String id) {
        return server.as(user).postAsync(approval(id));
    }

    private static String approval(String id) {
        return "api/v1/switches/" + id + "/approval";
    }

    JsonObject switchWith(String id) throws IOException, InterruptedException {
        return server.as("vera").get("api/v1/switches").structure().asJsonArray().stream()
                .map(JsonValue::asJsonObject)
                .filter(one -> one.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Returns a security officer's answer to a change of the key of the environment {@code first}. */
    Answer changeKey(String action, String label, Optional<String> kid) throws IOException, InterruptedException {
        JsonObjectBuilder body = Json.createObjectBuilder()
                .add("environment", "first")
                .add("action", action)
                .add("label", label)
                .add("reason", "a test");
        kid.ifPresent(id -> body.add("kid", id));
        return server.as("ola").post("api/v1/key-changes", body.build().toString());
    }

    /** Returns the answer of the operator to the proposal that was just made. */
    Answer approveKey(Answer proposal) throws IOException, InterruptedException {
        if (proposal.status() != 201) {
            throw new AssertionError(proposal.body());
        }
        return server.as("kari").post("api/v1/key-changes/" + proposal.json().getString("id") + "/approval");
    }

    /** Approves as {@link #approveKey}, and does not wait for the answer. */
    CompletableFuture<Answer> approveKeyAsync(Answer proposal) {
        return server.as("kari")
                .postAsync("api/v1/key-changes/" + proposal.json().getString("id") + "/approval");
    }

    /** Returns whether grants of the environment in use are signed with this key. */
    boolean usesKey(String label) throws IOException, InterruptedException {
        JsonObject key = status().getJsonObject("key");
        return key != null && key.getString("label").equals(label);
    }

    JsonObject keyChange(String id) throws IOException, InterruptedException {
        return server.as("vera").get("api/v1/key-changes").structure().asJsonArray().stream()
                .map(JsonValue::asJsonObject)
                .filter(one -> one.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Two persons activate a key; returns the state that the change ends in. */
    String rotate(String label, Optional<String> kid) throws IOException, InterruptedException {
        Answer proposal = changeKey("activate", label, kid);
        Answer approval = approveKey(proposal);
        if (approval.status() != 200) {
            throw new AssertionError(approval.body());
        }
        String id = proposal.json().getString("id");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> !keyChange(id).getString("state").equals("approved"));
        return keyChange(id).getString("state");
    }

    /** Returns the status of a trial: 200 if the application would get a token. */
    int trial(boolean fresh) throws IOException, InterruptedException {
        return server.as("kari")
                .post("api/v1/tokens/trial", "{\"scope\":\"skatteetaten:inntekt\",\"fresh\":" + fresh + "}")
                .status();
    }
}
