package no.portnokkel.admin.security;

import java.util.Map;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** Why a request was not let in, in words. */
final class RequestProblems {
    static final Problem NOT_SIGNED_IN = Problem.of(ProblemCode.NOT_SIGNED_IN, "not-signed-in.not-signed-in");

    static final Problem MUST_WAIT = Problem.of(ProblemCode.NOT_SIGNED_IN, "not-signed-in.must-wait");

    static final Problem ROLE_MISSING = Problem.of(ProblemCode.ROLE_MISSING, "role-missing.role-missing");

    static final Problem CROSS_SITE = Problem.of(ProblemCode.CROSS_SITE_REFUSED, "cross-site-refused.cross-site");

    static final Problem NOT_FOUND = Problem.of(ProblemCode.NOT_FOUND, "not-found.not-found");

    static final Problem NOT_JSON = Problem.of(ProblemCode.REQUEST_INVALID, "request-invalid.not-json");

    static final Problem BODY_OF_DELETE = Problem.of(ProblemCode.REQUEST_INVALID, "request-invalid.body-of-delete");

    private RequestProblems() {}

    static Problem ofHttp(String reason) {
        return Problem.of(ProblemCode.REQUEST_INVALID, "request-invalid.of-http", Map.of("reason", reason));
    }

    static Problem internalError(String id) {
        return Problem.of(ProblemCode.INTERNAL_ERROR, "internal-error.internal-error", Map.of("id", id));
    }
}
