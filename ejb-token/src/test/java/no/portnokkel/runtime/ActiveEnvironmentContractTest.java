package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import no.portnokkel.contract.ContractRecord;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The format of the choice of environment in {@code data-dir}. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class ActiveEnvironmentContractTest extends TwoTwinsFixture {
    @Test
    void a_choice_stored_by_an_earlier_release_has_no_signature_and_is_reported() throws IOException {
        Files.writeString(dataDir.resolve("active-environment"), ContractRecord.sample("active-environment-second"));

        try (PortnokkelOperations portnokkel = bank.start()) {
            assertThat(portnokkel.activeEnvironment().environment()).contains("first");
            assertThat(codes(portnokkel)).contains(ProblemCode.ENVIRONMENT_NOT_CONFIRMED);
        }
    }

    @Test
    void a_choice_is_stored_in_the_recorded_format() throws IOException {
        try (PortnokkelOperations portnokkel = bank.start()) {
            activate(portnokkel, "second", 7);
        }

        Path file = dataDir.resolve("active-environment");
        Stream<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("[0-9]{4}-[0-9]{2}-.*Z", "INSTANT"))
                .map(line -> line.replaceAll("[0-9a-f]{64}", "SHA-256"))
                .map(line -> line.replaceAll("[0-9A-Za-z+/]+=*:[0-9A-Za-z+/]{300,}=*", "LABEL:SIGNATURE"))
                .map("active-environment: "::concat);
        ContractRecord.assertUnchanged(
                "active-environment",
                Stream.concat(
                        Stream.of("active-environment "
                                + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))),
                        lines));
    }
}
