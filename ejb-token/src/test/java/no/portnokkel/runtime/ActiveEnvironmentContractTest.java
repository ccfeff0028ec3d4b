package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import no.portnokkel.contract.ContractRecord;
import no.portnokkel.maskinporten.config.ConfigValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A choice of environment that an earlier release stored in {@code data-dir} keeps its meaning. */
class ActiveEnvironmentContractTest {
    @TempDir
    Path dataDir;

    @Test
    void a_choice_stored_by_an_earlier_release_overrides_the_configuration() throws IOException {
        Files.writeString(dataDir.resolve("active-environment"), ContractRecord.sample("active-environment-second"));

        try (PortnokkelOperations portnokkel = start()) {
            assertThat(portnokkel.activeEnvironment().environment()).contains("second");
            assertThat(portnokkel.activeEnvironment().version()).isEqualTo(7);
            assertThat(portnokkel.activeEnvironment().since()).isEqualTo(Instant.parse("2026-11-24T10:00:00Z"));
        }
    }

    @Test
    void a_choice_is_stored_in_the_recorded_format() throws IOException {
        try (PortnokkelOperations portnokkel = start()) {
            portnokkel.activate("second", 7);
        }

        Path file = dataDir.resolve("active-environment");
        Stream<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("[0-9]{4}-[0-9]{2}-.*Z", "INSTANT"))
                .map("active-environment: "::concat);
        ContractRecord.assertUnchanged(
                "active-environment",
                Stream.concat(
                        Stream.of("active-environment "
                                + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))),
                        lines));
    }

    private PortnokkelOperations start() {
        return PortnokkelOperations.start(
                ConfigValues.of(Map.of(
                        "portnokkel.environment", "first",
                        "portnokkel.environments.first.issuer", "http://127.0.0.1:1/",
                        "portnokkel.environments.second.issuer", "http://127.0.0.1:2/",
                        "portnokkel.data-dir", dataDir.toString())),
                Executors.defaultThreadFactory(),
                "");
    }
}
