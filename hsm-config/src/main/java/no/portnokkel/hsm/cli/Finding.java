package no.portnokkel.hsm.cli;

import java.util.Optional;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.fault.HsmFault;
import no.portnokkel.hsm.pkcs11.ConnectionCheck;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;

/**
 * The result of one check.
 *
 * @param message what was found, and where, in one or two sentences without a secret
 * @param remedy in the imperative; empty when no action is required
 * @param owner the person who acts; empty when no action is required
 * @param exitCode exit code of the command when this is its first failure
 */
record Finding(
        ConnectionCheck check,
        Result result,
        Text message,
        Optional<Text> remedy,
        Optional<Owner> owner,
        ExitCode exitCode) {

    /** The severity. */
    enum Result {
        OK,
        WARNING,
        FAILED
    }

    static Finding ok(ConnectionCheck check, Text message) {
        return new Finding(check, Result.OK, message, Optional.empty(), Optional.empty(), ExitCode.DONE);
    }

    static Finding warning(ConnectionCheck check, Problem problem) {
        return of(check, Result.WARNING, problem, ExitCode.DONE);
    }

    static Finding failed(ConnectionCheck check, Problem problem, ExitCode exitCode) {
        return of(check, Result.FAILED, problem, exitCode);
    }

    static Finding failed(ConnectionCheck check, HsmFault fault) {
        return failed(check, fault.problem(), ExitCode.of(fault));
    }

    private static Finding of(ConnectionCheck check, Result result, Problem problem, ExitCode exitCode) {
        return new Finding(
                check, result, problem.detail(), Optional.of(problem.remedy()), problem.responsible(), exitCode);
    }
}
