package no.portnokkel.hsm.cli;

import java.util.Arrays;
import java.util.stream.Stream;
import no.portnokkel.contract.ContractRecord;
import no.portnokkel.hsm.FaultsTest;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.Test;

/** The parts of a problem that scripts rely on: code, status and owner, and the exit code of a fault. */
class FaultContractTest {
    @Test
    void codes_have_the_recorded_status_and_owner() {
        ContractRecord.assertUnchanged(
                "problem-codes",
                Arrays.stream(ProblemCode.values())
                        .map(code -> code.word() + " status " + code.status() + " owner "
                                + code.owner().map(Owner::word).orElse("none")
                                + (code.passesByItself() ? " transient" : "")));
    }

    @Test
    void faults_have_the_recorded_code_and_exit_code() {
        Stream<String> faults = FaultsTest.faults()
                .map(fault -> fault.code().word() + " exit code "
                        + ExitCode.of(fault).number() + (fault.isTransient() ? " transient" : ""));

        ContractRecord.assertUnchanged("fault-exit-codes", faults);
    }
}
