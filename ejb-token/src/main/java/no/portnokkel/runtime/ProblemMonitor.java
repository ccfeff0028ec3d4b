package no.portnokkel.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import no.portnokkel.events.EventPublisher;
import no.portnokkel.events.PortnokkelEvent.ProblemRaised;
import no.portnokkel.events.PortnokkelEvent.ProblemResolved;
import no.portnokkel.events.PortnokkelEvent.Source;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.EnvironmentContextFactory.EnvironmentContext;

/**
 * Collects the problems of a deployment, publishes each change once, and decides whether it is ready. A problem is known by its code
 * and by what it is about, never by its text. Thread-safe.
 */
final class ProblemMonitor {
    private final Configuration configuration;
    private final EnvironmentContextFactory contextFactory;
    private final EnvironmentChoices choices;
    private final EnvironmentTokens tokens;
    private final SigningKeyMonitor keyMonitor;
    private final MetadataMonitor metadataMonitor;
    private final TokenStatistics statistics;
    private final EventPublisher events;
    private final LongSupplier nanoClock;
    private final Object polled = new Object();
    private Map<String, Problem> reportedProblems = Map.of();

    /** @param nanoClock monotonic, in nanoseconds */
    ProblemMonitor(
            Configuration configuration,
            EnvironmentContextFactory contextFactory,
            EnvironmentChoices choices,
            EnvironmentTokens tokens,
            SigningKeyMonitor keyMonitor,
            MetadataMonitor metadataMonitor,
            TokenStatistics statistics,
            EventPublisher events,
            LongSupplier nanoClock) {
        this.configuration = configuration;
        this.contextFactory = contextFactory;
        this.choices = choices;
        this.tokens = tokens;
        this.keyMonitor = keyMonitor;
        this.metadataMonitor = metadataMonitor;
        this.statistics = statistics;
        this.events = events;
        this.nanoClock = nanoClock;
    }

    /** Checks the signing key and publishes what has changed. May wait as long as one signature may take. */
    void poll() {
        synchronized (keyMonitor) {
            keyMonitor.poll(tokens.context().settings());
            publishChanges(problemsBySubject(!keyMonitor.isStartingAsUsual()));
        }
        synchronized (polled) {
            polled.notifyAll();
        }
    }

    /** Called by one thread at a time. */
    private void publishChanges(Map<String, Problem> problems) {
        Source source = events.source(tokens.context().choice().environment().orElse(""), "");
        problems.forEach((subject, problem) -> {
            if (!reportedProblems.containsKey(subject)) {
                events.publish(new ProblemRaised(source, problem));
            }
        });
        reportedProblems.forEach((subject, problem) -> {
            if (!problems.containsKey(subject)) {
                events.publish(new ProblemResolved(source, problem));
            }
        });
        reportedProblems = problems;
    }

    /** Returns all current problems by the latest observations, configuration first. Does no I/O. */
    List<Problem> problems() {
        return problemsBySubject(true).values().stream().distinct().toList();
    }

    /**
     * Returns the current problems, each by its code and by what it is about: its text may change while it is the same problem.
     *
     * @param withKey whether to include those of the HSM and its key
     */
    private Map<String, Problem> problemsBySubject(boolean withKey) {
        EnvironmentContext context = tokens.context();
        String environment = context.choice().environment().orElse("");
        Map<String, Problem> problems = new LinkedHashMap<>();
        put(problems, "configuration", configuration.problems());
        put(
                problems,
                "choice",
                contextFactory.problemOf(context.choice()).stream()
                        .filter(problem -> !configuration.receivesOnly()
                                && !configuration.problems().contains(problem))
                        .toList());
        put(problems, "stored choice", choices.rejection().stream().toList());
        put(problems, "storage", choices.storageProblem().stream().toList());
        put(
                problems,
                "settings",
                context.settings().flatMap(choices::deviation).stream().toList());
        put(
                problems,
                "stopped",
                context.settings().flatMap(choices::stopped).stream().toList());
        put(problems, "key", withKey ? keyMonitor.problems() : List.of());
        put(problems, "standby", withKey ? keyMonitor.standbyProblems() : List.of());
        put(problems, "metadata", metadataMonitor.problems(context.settings()));
        statistics
                .failures(environment)
                .forEach(failure -> put(problems, failure.subject().toString(), List.of(failure.problem())));
        put(problems, "clock", statistics.clockProblem(environment).stream().toList());
        return problems;
    }

    private static void put(Map<String, Problem> problems, String subject, List<Problem> found) {
        for (Problem problem : found) {
            String name =
                    String.join(" ", subject, problem.code().word(), Objects.toString(problem.configurationKey(), ""));
            String key = name;
            for (int namesake = 2; problems.containsKey(key); namesake++) {
                key = name + " " + namesake;
            }
            problems.put(key, problem);
        }
    }

    /** Returns whether callers get tokens, as {@link PortnokkelOperations#isReady()} says. */
    boolean isReady() {
        EnvironmentContext context = tokens.context();
        List<Problem> problems = new ArrayList<>(configuration.problems());
        contextFactory.problemOf(context.choice()).ifPresent(problems::add);
        context.settings().flatMap(choices::stopped).ifPresent(problems::add);
        problems.addAll(keyMonitor.problems());
        statistics.failures(context.choice().environment().orElse("")).stream()
                .filter(failure -> failure.concernsReadiness()
                        && failure.subject().source().client().isEmpty())
                .forEach(failure -> problems.add(failure.problem()));
        boolean needsPerson = problems.stream()
                .anyMatch(problem ->
                        problem.code().status() > 0 && !problem.code().passesByItself());
        boolean outage = problems.stream().anyMatch(problem -> problem.code().passesByItself());
        boolean nothingCached = context.tokens().usableEntries().isEmpty();
        return keyMonitor.isVerified() && !needsPerson && !(outage && nothingCached);
    }

    /** Waits until {@link #isReady()}; returns false if the timeout elapsed first. */
    boolean awaitReady(Duration timeout) throws InterruptedException {
        long deadlineNanos = nanoClock.getAsLong() + timeout.toNanos();
        synchronized (polled) {
            while (!isReady()) {
                long remainingMillis =
                        Duration.ofNanos(deadlineNanos - nanoClock.getAsLong()).toMillis();
                if (remainingMillis <= 0) {
                    return false;
                }
                polled.wait(remainingMillis);
            }
        }
        return true;
    }
}
