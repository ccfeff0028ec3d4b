package no.portnokkel.control;

import java.util.List;
import java.util.Map;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** A request to the control room is rejected; {@link #problem()} becomes the HTTP response. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final List<Problem> causes;

    /** @param problem what the caller is told; holds no secret */
    public ProblemException(Problem problem) {
        this(problem, List.of());
    }

    /**
     * @param problem the summary; holds no secret
     * @param causes everything that must be corrected first
     */
    public ProblemException(Problem problem, List<Problem> causes) {
        super(problem.sentence());
        this.problem = problem;
        this.causes = List.copyOf(causes);
    }

    /** Returns an exception with the default owner of the code. */
    public static ProblemException of(ProblemCode code, Text detail, Text remedy) {
        return new ProblemException(Problem.of(code, detail, remedy));
    }

    /**
     * Returns an exception with the default owner of the code.
     *
     * @param messageKey of the messages {@code <messageKey>.detail} and {@code <messageKey>.remedy}
     * @param arguments of both messages, by name
     */
    public static ProblemException of(ProblemCode code, String messageKey, Map<String, ?> arguments) {
        return new ProblemException(Problem.of(code, messageKey, arguments));
    }

    /** Returns the problem that the caller is told. Holds no secret. */
    public Problem problem() {
        return problem;
    }

    /** Returns the problems that must be corrected first; empty when {@link #problem()} says everything. */
    public List<Problem> causes() {
        return causes;
    }
}
