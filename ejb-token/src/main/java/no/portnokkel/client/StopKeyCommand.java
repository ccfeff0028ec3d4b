package no.portnokkel.client;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.CommandFailedException;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.cli.terminal.FailureReporter.WrongUsage;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keys stop}: lets a control room stop a key at once, as one security officer. */
@Command(name = "stop", mixinStandardHelpOptions = true)
final class StopKeyCommand implements Callable<Integer> {
    private static final int STEPS = 4;
    private static final Set<String> MEMBERS = Set.of("steps", "waitingFor", "takenOver", "letters");

    private final CliContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--control-room", paramLabel = "URL", required = true)
    private URI controlRoom = URI.create("");

    @Option(names = "--user", paramLabel = "NAME", required = true)
    private String user = "";

    @Option(names = "--password-file", paramLabel = "FILE")
    private @Nullable Path passwordFile;

    @Option(names = "--config", paramLabel = "FILE")
    private @Nullable Path config;

    @Option(names = "--environment", paramLabel = "ENV")
    private @Nullable String environment;

    @Option(names = "--client", paramLabel = "NAME")
    private @Nullable String client;

    @Option(names = "--key", paramLabel = "LABEL", required = true)
    private String label = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    private String reason = "";

    @Option(names = "--yes")
    private boolean yes;

    @Option(names = "--json")
    private boolean json;

    StopKeyCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ControlRoom server = ControlRoom.at(controlRoom, spec.commandLine());
        JsonObject request = request();
        if (!yes) {
            throw new CommandFailedException(
                    ExitCode.POLICY,
                    Text.message("client.stop-not-confirmed", Map.of("label", label, "environment", environment())),
                    Text.message("client.stop-not-confirmed-remedy"));
        }
        JsonObject answer = server.post(
                "api/v1/key-changes", request, user, Password.of(passwordFile, context, spec.commandLine()), context);
        if (!answer.keySet().containsAll(MEMBERS)) {
            throw server.notDone("no steps");
        }
        if (json) {
            context.json(answer);
        } else {
            print(answer);
        }
        return isComplete(answer) ? ExitCode.DONE.number() : ExitCode.CHECK_FAILED.number();
    }

    private JsonObject request() {
        JsonObjectBuilder body = Json.createObjectBuilder()
                .add("environment", environment())
                .add("action", "stop")
                .add("label", label)
                .add("reason", reason);
        Optional.ofNullable(client).ifPresent(name -> body.add("client", name));
        return body.build();
    }

    private String environment() {
        return Optional.ofNullable(environment)
                .or(() -> Optional.ofNullable(config).flatMap(this::configured))
                .orElseThrow(() -> WrongUsage.ofArguments(
                        spec.commandLine(),
                        Text.message("command-line.missing", Map.of("options", "--environment ENV"))));
    }

    private Optional<String> configured(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException unreadable) {
            throw WrongUsage.ofInput(spec.commandLine(), CliContext.unreadableFile("--config", file, unreadable));
        }
        return Optional.ofNullable(properties.getProperty("portnokkel.environment"));
    }

    /** All nodes follow, so that nothing is signed with the key anywhere. */
    private static boolean isComplete(JsonObject answer) {
        return answer.getJsonArray("steps").size() == STEPS
                && answer.getJsonArray("waitingFor").isEmpty();
    }

    private void print(JsonObject answer) {
        Map<Text, String> rows = new LinkedHashMap<>();
        for (JsonObject step : answer.getJsonArray("steps").getValuesAs(JsonObject.class)) {
            rows.put(Text.message("client.step." + step.getString("step")), step.getInt("millis") + " ms");
        }
        rows.put(
                Text.message("client.waiting-for"),
                list(answer.getJsonArray("waitingFor").getValuesAs(JsonString.class).stream()
                        .map(JsonString::getString)
                        .collect(Collectors.joining(", "))));
        rows.put(
                Text.message("client.taken-over"),
                list(answer.getJsonArray("takenOver").getValuesAs(JsonObject.class).stream()
                        .map(key -> key.getString("client") + ": " + key.getString("label"))
                        .collect(Collectors.joining(", "))));
        context.section(label, rows);
        JsonObject letters = answer.getJsonObject("letters");
        String language = context.locale().getLanguage().matches("nb|no|nn") ? "no" : "en";
        for (String receiver : new String[] {"certificateAuthority", "digdir"}) {
            context.out().println(Text.message("client.letter." + receiver).in(context.locale()));
            context.out().println();
            context.out().println(letters.getJsonObject(receiver).getString(language));
            context.out().println();
        }
        context.out().flush();
    }

    private static String list(String names) {
        return names.isEmpty() ? "–" : names;
    }
}
