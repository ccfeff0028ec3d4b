package no.portnokkel.control;

import java.util.List;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** What was asked for cannot be done; its problem is the answer. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final List<Problem> causes;

    /** @param problem the whole answer */
    public ProblemException(Problem problem) {
        this(problem, List.of());
    }

    /**
     * @param problem the answer in short
     * @param causes everything that has to be mended first
     */
    public ProblemException(Problem problem, List<Problem> causes) {
        super(problem.sentence());
        this.problem = problem;
        this.causes = List.copyOf(causes);
    }

    /** A problem with the usual owner of its code. */
    public static ProblemException of(ProblemCode code, Text detail, Text remedy) {
        return new ProblemException(Problem.of(code, detail, remedy));
    }

    /** The answer. Holds no secret. */
    public Problem problem() {
        return problem;
    }

    /** What has to be mended first; often nothing beyond {@link #problem()}. */
    public List<Problem> causes() {
        return causes;
    }
}
