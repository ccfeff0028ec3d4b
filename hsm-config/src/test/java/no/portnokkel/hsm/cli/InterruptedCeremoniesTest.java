package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import no.portnokkel.hsm.UsesSoftHsm;
import no.portnokkel.testkit.hsm.FaultShim;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ceremonies that are interrupted at any point, and HSMs that answer something else: nothing is doubled, and nothing wrong stays. */
@UsesSoftHsm
@Tag("one-jdk")
class InterruptedCeremoniesTest {
    private static final Random RANDOM = new Random();
    private static final int KILLS = Integer.getInteger("kills", 3);

    @TempDir
    Path directory;

    /** The HSM may be one step ahead of the transcript: that is what a crash between an act and its record leaves. */
    @Test
    void whatever_record_was_lost_the_ceremony_goes_on_and_doubles_nothing() throws IOException {
        OfficerTerminal officer = OfficerTerminal.with(directory, "interrupted-records");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory).requested();
        List<String> requested = objects(officer);
        List<String> lines = ceremony.text("transcript.jsonl").lines().toList();
        assertThat(lines).hasSize(4);
        for (int kept = 2; kept <= 4; kept++) { // from the record that the key is begun
            lose(ceremony, lines, kept);

            assertThat(ceremony.runs())
                    .as("after line " + kept + ": " + officer.err())
                    .isZero();

            assertThat(objects(officer)).as("after line " + kept).isEqualTo(requested);
            assertThat(ceremony.text("request.csr")).startsWith("Plan-SHA256: ");
        }

        String delivered = ceremony.delivered().toString();
        assertThat(ceremony.runs("--chain", delivered)).as(officer.err()).isZero();
        List<String> certified = objects(officer);
        List<String> all = ceremony.text("transcript.jsonl").lines().toList();
        int begun = IntStream.range(0, all.size())
                .filter(i -> all.get(i).contains("\"result\":\"begun\"")
                        && all.get(i).contains("\"step\":\"certificate\""))
                .findFirst()
                .orElseThrow();
        for (int kept = begun + 1; kept <= all.size(); kept++) {
            lose(ceremony, all, kept);

            assertThat(ceremony.runs("--chain", delivered))
                    .as("after line " + kept + ": " + officer.err())
                    .isZero();

            assertThat(objects(officer)).as("after line " + kept).isEqualTo(certified);
            assertThat(ceremony.verifies()).as("after line " + kept).isZero();
        }
    }

    @Test
    void a_process_that_is_killed_at_random_moments_is_followed_by_one_that_goes_on() throws Exception {
        OfficerTerminal officer = OfficerTerminal.with(directory, "interrupted-killed");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory);
        assertThat(ceremony.runsWith("--dry-run")).isZero(); // writes the configuration
        for (int i = 0; i < KILLS && !Files.exists(ceremony.evidence().resolve("request.csr")); i++) {
            kill(ceremony, 700 + RANDOM.nextInt(1800));
        }
        assertThat(ceremony.runs()).as(officer.err()).isZero();
        String delivered = ceremony.delivered().toString();
        for (int i = 0; i < KILLS && !Files.exists(ceremony.evidence().resolve("evidence.json")); i++) {
            kill(ceremony, 700 + RANDOM.nextInt(1800), "--chain", delivered);
        }

        assertThat(ceremony.runs("--chain", delivered)).as(officer.err()).isZero();

        assertThat(ceremony.verifies()).as(officer.out()).isZero();
        assertThat(officer.listing().split("Private Key Object", -1)).hasSize(2);
        assertThat(officer.token().certificates("seal-2027")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C_GenerateKeyPair", "C_CreateObject", "C_SignInit", "C_OpenSession"})
    void an_hsm_that_goes_away_in_the_middle_can_come_back(String function) {
        OfficerTerminal officer = OfficerTerminal.with(directory, "interrupted-" + function.replace("_", ""));
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory);
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says(function + " answer 0x32"); // CKR_DEVICE_REMOVED

        assertThat(ceremony.through(shim.module()).runs()).isIn(4, 5);
        shim.isWell();

        ceremony.completed();
        assertThat(ceremony.verifies()).isZero();
        assertThat(officer.listing().split("Private Key Object", -1)).hasSize(2);
    }

    @Test
    void a_key_that_the_hsm_shows_otherwise_than_asked_is_destroyed_and_the_ceremony_fails() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "reading-back");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory);
        FaultShim shim = FaultShim.before(officer.token(), directory);
        String before = officer.listing();
        Map<String, String> shown = Map.of(
                "exportable", "0x162",
                "not sensitive", "0x103",
                "exportable before", "0x164",
                "not always sensitive", "0x165",
                "not made in the token", "0x163",
                "another modulus", "0x120",
                "decrypts", "0x105",
                "unwraps", "0x107",
                "does not sign", "0x108");

        shown.forEach((what, attribute) -> {
            Path evidence = directory.resolve(attribute);
            shim.says("* alter " + attribute);

            assertThat(ceremony.in(evidence).through(shim.module()).runs())
                    .as(what)
                    .isIn(5, 6);
            shim.isWell();

            assertThat(officer.listing()).as(what).isEqualTo(before);
            assertThat(evidence.resolve("request.csr")).as(what).doesNotExist();
        });
    }

    @Test
    void a_ceremony_that_has_failed_cannot_go_on() {
        OfficerTerminal officer = OfficerTerminal.with(directory, "read-back-failed");
        CeremonyFixture ceremony = CeremonyFixture.of(officer, directory);
        FaultShim shim = FaultShim.before(officer.token(), directory);
        shim.says("* alter 0x163");
        assertThat(ceremony.through(shim.module()).runs()).isEqualTo(6);
        shim.isWell();

        assertThat(ceremony.runs()).isEqualTo(6);

        assertThat(officer.err()).contains("has failed and cannot go on", "Keep the folder");
        assertThat(ceremony.text("transcript.jsonl")).contains("\"result\":\"failed\"");
        assertThat(ceremony.in(directory.resolve("second")).runs())
                .as(officer.err())
                .isZero();
    }

    /** The token lists its objects in any order. */
    private static List<String> objects(OfficerTerminal officer) {
        return officer.listing().lines().sorted().toList();
    }

    private static void lose(CeremonyFixture ceremony, List<String> lines, int kept) throws IOException {
        for (String name : List.of("evidence.json", "evidence.html")) {
            Files.deleteIfExists(ceremony.evidence().resolve(name));
        }
        Files.writeString(
                ceremony.evidence().resolve("transcript.jsonl"), String.join("\n", lines.subList(0, kept)) + "\n");
        Files.writeString(ceremony.evidence().resolve("transcript.jsonl123.next"), "torn");
    }

    private void kill(CeremonyFixture ceremony, long afterMillis, String... more)
            throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = Stream.concat(
                        Stream.of(
                                java,
                                "-cp",
                                System.getProperty("java.class.path"),
                                PortnokkelHsm.class.getName(),
                                "ceremony",
                                "--config",
                                directory.resolve("portnokkel.properties").toString(),
                                ceremony.plan().toString(),
                                "--evidence",
                                ceremony.evidence().toString(),
                                "--confirm",
                                CeremonyFixture.OFFICER,
                                "--confirm",
                                CeremonyFixture.WITNESS),
                        Stream.of(more))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("killed.log").toFile())
                .start();
        boolean ended = process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        assertThat(ended && process.exitValue() > 0)
                .as(Files.readString(directory.resolve("killed.log")))
                .isFalse();
    }
}
