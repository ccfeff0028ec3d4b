package no.portnokkel.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmState;
import no.portnokkel.hsm.HsmStatus;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.problem.Problem;

/** What all that watches has to say about the active environment. Asks nobody: what is told was seen before. */
record EnvironmentStatus(
        Configuration configuration,
        HsmDevices devices,
        SigningKeyMonitor keys,
        MetadataMonitor metadata,
        TokenStatistics ledger,
        EnvironmentContextFactory lives,
        EnvironmentTokens tokens) {

    /** See {@link Portnokkel#problems()}. */
    List<Problem> problems() {
        EnvironmentContext life = tokens.life();
        List<Problem> problems = new ArrayList<>(configuration.problems());
        lives.problemOf(life.choice()).ifPresent(problems::add);
        problems.addAll(keys.problems());
        problems.addAll(metadata.problems(life.settings()));
        life.choice().environment().map(ledger::failures).ifPresent(problems::addAll);
        life.choice().environment().flatMap(ledger::clockProblem).ifPresent(problems::add);
        return problems.stream().distinct().toList();
    }

    /** See {@link Portnokkel#ready()}. */
    boolean isReady() {
        List<Problem> problems = problems();
        boolean waitsForPerson = problems.stream()
                .anyMatch(problem ->
                        problem.code().status() > 0 && !problem.code().passesByItself());
        boolean outage = problems.stream().anyMatch(problem -> problem.code().passesByItself());
        boolean nothingKept = tokens.life().tokens().usable().isEmpty();
        return keys.everProven() && !waitsForPerson && !(outage && nothingKept);
    }

    /** See {@link Portnokkel#live()}. */
    boolean isLive() {
        return hsm().map(status -> status.state() != HsmState.FAILED).orElse(true);
    }

    /** See {@link Portnokkel#hsm()}. */
    Optional<HsmStatus> hsm() {
        return tokens.life().settings().flatMap(devices::of).map(Hsm::status);
    }
}
