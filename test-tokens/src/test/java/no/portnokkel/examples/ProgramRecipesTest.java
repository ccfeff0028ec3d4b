package no.portnokkel.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import no.portnokkel.Portnokkel;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.registry.RegisteredClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The recipes for programs without a container, against the twin, with a key in a file. */
class ProgramRecipesTest {
    private static final String INCOME = "skatteetaten:inntekt";
    private static final int BANKS = 200; // more than the fetches that may run at once

    @RegisterExtension
    static final MaskinportenTwinExtension MASKINPORTEN = new MaskinportenTwinExtension(plan -> {
        banks().forEach(bank -> plan.delegation(bank.digits(), SoftwareKey.OWNER, INCOME));
        return plan.client(RegisteredClient.of(SoftwareKey.CLIENT, SoftwareKey.OWNER, INCOME));
    });

    @TempDir
    Path directory;

    private MaskinportenTwin twin;
    private Map<String, String> settings;

    @BeforeEach
    void configure() {
        twin = MASKINPORTEN.twin();
        settings = SoftwareKey.settings(directory.resolve("key"), twin);
    }

    private static List<OrganisationNumber> banks() {
        return IntStream.iterate(810_000_000, number -> number + 1)
                .mapToObj(String::valueOf)
                .flatMap(digits -> valid(digits).stream())
                .limit(BANKS)
                .toList();
    }

    private static List<OrganisationNumber> valid(String digits) {
        try {
            return List.of(new OrganisationNumber(digits));
        } catch (IllegalArgumentException wrongCheckDigit) {
            return List.of();
        }
    }

    private CompiledRecipe recipe(String typeName) {
        return CompiledRecipe.of(typeName, directory.resolve("application"), Map.of());
    }

    @Test
    void a_thread_for_each_of_two_hundred_banks_gets_a_token() throws Exception {
        ExecutorService threads = threadPerTask();
        try (CompiledRecipe recipe = recipe("TokensOfAllBanks");
                Portnokkel portnokkel = Portnokkel.start(ConfigValues.of(settings))) {
            assertThat(portnokkel.awaitReady(Duration.ofSeconds(60))).isTrue();
            twin.faults().delay(Duration.ofMillis(20)); // so that too many at once would be too many
            Object tokensOfAllBanks = recipe.create(portnokkel.tokens(), threads);

            assertThat((List<?>) CompiledRecipe.call(recipe.type(), tokensOfAllBanks, "get", banks()))
                    .doesNotHaveDuplicates()
                    .hasSize(BANKS);
        } finally {
            threads.shutdown();
        }
    }

    /** Virtual threads, where there are any. */
    private static ExecutorService threadPerTask() throws ReflectiveOperationException {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException olderJava) {
            return Executors.newCachedThreadPool();
        }
    }

    @Test
    void a_job_prints_until_when_its_token_is_valid_and_ends() throws Exception {
        assertThat(run("NightlyJob")).containsExactly("exit 0", "Token until");
        assertThat(twin.grantsAccepted()).isEqualTo(1);
    }

    @Test
    void a_job_without_a_client_id_prints_the_key_and_fails() throws Exception {
        settings.remove("portnokkel.environments.lab.client-id");

        assertThat(run("NightlyJob").get(0)).isEqualTo("exit 1");
        assertThat(Files.readString(directory.resolve("errors"))).contains("portnokkel.environments.lab.client-id");
    }

    /** Returns the exit code, and the first two words of each line of the output. */
    private List<String> run(String typeName) throws IOException, InterruptedException {
        Path file = directory.resolve("portnokkel.properties");
        Properties lines = new Properties();
        lines.putAll(settings);
        try (var writer = Files.newBufferedWriter(file)) {
            lines.store(writer, null);
        }
        try (CompiledRecipe recipe = recipe(typeName)) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            recipe.classes() + File.pathSeparator + System.getProperty("java.class.path"),
                            typeName,
                            file.toString())
                    .redirectError(directory.resolve("errors").toFile())
                    .start();
            List<String> result = new ArrayList<>();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            result.add("exit " + process.waitFor());
            output.lines()
                    .map(line -> String.join(" ", Arrays.asList(line.split(" ")).subList(0, 2)))
                    .forEach(result::add);
            return result;
        }
    }

    @Test
    void a_service_that_is_closed_leaves_no_thread_and_says_that_it_stops() throws Exception {
        try (CompiledRecipe recipe = recipe("IncomeService")) {
            AutoCloseable service = (AutoCloseable) recipe.create(settings);
            assertThat(CompiledRecipe.call(recipe.type(), service, "token")).isNotNull();
            assertThat(threads(recipe)).hasSizeBetween(7, 10);

            List<Thread> running = running();
            service.close();
            for (Thread thread : running) {
                thread.join(Duration.ofMinutes(1).toMillis());
            }

            assertThat(threads(recipe)).isEmpty();
            assertThatExceptionOfType(TokenUnavailableException.class)
                    .isThrownBy(() -> CompiledRecipe.call(recipe.type(), service, "token"))
                    .satisfies(stopped -> assertThat(stopped.problem().code()).isEqualTo(ProblemCode.STOPPING));
        }
    }

    private static List<?> threads(CompiledRecipe recipe) {
        return (List<?>) Objects.requireNonNull(CompiledRecipe.call(recipe.type(), null, "threads"));
    }

    private static List<Thread> running() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tokens-"))
                .toList();
    }
}
