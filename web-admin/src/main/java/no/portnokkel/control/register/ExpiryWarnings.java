package no.portnokkel.control.register;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.control.register.KeyRegister.Device;
import no.portnokkel.hsm.register.RegisterEntry;
import no.portnokkel.hsm.register.RegisterEntry.State;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * Warns of keys whose certificate ends, in use or waiting. Logs one line when 90, 60, 30, 14 and 7 days are left, and at the first
 * check after a start; from 60 days on it is a problem. A certificate that no grant carries does not count: its key is registered with
 * {@code kid}.
 */
final class ExpiryWarnings {
    private static final System.Logger LOG = System.getLogger(ExpiryWarnings.class.getName());
    private static final List<Integer> THRESHOLDS = List.of(7, 14, 30, 60, 90);
    private static final long PROBLEM_DAYS = 60;

    private Map<String, Integer> logged = Map.of(); // of the one thread that checks
    private volatile List<Problem> problems = List.of();

    List<Problem> problems() {
        return problems;
    }

    void check(List<Device> devices, RegisterRuntime runtime, Instant now) {
        Map<String, Integer> reached = new HashMap<>();
        List<Problem> found = new ArrayList<>();
        for (Device device : devices) {
            for (RegisterEntry entry : device.register().entries()) {
                Optional<Long> days = entry.daysLeft(now).filter(left -> isWatched(entry));
                days.flatMap(ExpiryWarnings::threshold).ifPresent(threshold -> {
                    Problem problem = problem(entry, days.get());
                    reached.merge(identity(entry), threshold, Math::min);
                    if (threshold < logged.getOrDefault(identity(entry), Integer.MAX_VALUE)) {
                        LOG.log(System.Logger.Level.WARNING, "{0}", problem.sentence());
                    }
                    if (days.get() <= PROBLEM_DAYS && !runtime.isActiveKey(device.name(), entry.label())) {
                        found.add(problem);
                    }
                });
            }
        }
        logged = reached;
        problems = List.copyOf(found);
    }

    private static boolean isWatched(RegisterEntry entry) {
        boolean isCarried = entry.uses().stream().flatMap(List::stream).anyMatch(use -> use.needsCertificate());
        return isWaiting(entry) || (entry.state() == State.ACTIVE && isCarried);
    }

    private static boolean isWaiting(RegisterEntry entry) {
        return entry.state() == State.CERTIFIED
                || (entry.state() == State.NEXT && entry.certificate().isPresent());
    }

    /** Returns the lowest number of days that has been reached; empty while more than 90 are left. */
    private static Optional<Integer> threshold(long days) {
        return THRESHOLDS.stream().filter(threshold -> days <= threshold).findFirst();
    }

    /** A renewed certificate is warned of anew. */
    private static String identity(RegisterEntry entry) {
        return String.join(
                " ",
                entry.source(),
                entry.id(),
                entry.label(),
                entry.certificate().map(one -> one.getSerialNumber().toString()).orElse(""));
    }

    private static Problem problem(RegisterEntry entry, long days) {
        LocalDate end = entry.certificate()
                .map(one -> LocalDate.ofInstant(one.getNotAfter().toInstant(), ZoneOffset.UTC))
                .orElseThrow();
        return isWaiting(entry)
                ? Problem.of(
                        ProblemCode.CERTIFICATE_EXPIRES_SOON,
                        "certificate-expires-soon.waiting",
                        Map.of("label", entry.label(), "source", entry.source(), "date", end, "days", days))
                : Problem.of(
                        ProblemCode.CERTIFICATE_EXPIRES_SOON,
                        "certificate-expires-soon.in-use",
                        Map.of("label", entry.label(), "source", entry.source(), "date", end, "days", days));
    }
}
