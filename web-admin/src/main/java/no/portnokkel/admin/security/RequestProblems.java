package no.portnokkel.admin.security;

import java.util.Map;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/** The problems of requests that are rejected before they reach a resource. */
final class RequestProblems {
    static final Problem NOT_SIGNED_IN = Problem.of(ProblemCode.NOT_SIGNED_IN, "not-signed-in.anonymous");

    static final Problem THROTTLED = Problem.of(ProblemCode.NOT_SIGNED_IN, "not-signed-in.throttled");

    static final Problem BUSY = Problem.of(ProblemCode.NOT_SIGNED_IN, "not-signed-in.busy");

    static final Problem ROLE_MISSING = Problem.of(ProblemCode.ROLE_MISSING, "role-missing.address");

    static final Problem CROSS_SITE = Problem.of(ProblemCode.CROSS_SITE_REFUSED, "cross-site-refused.request");

    static final Problem NOT_FOUND = Problem.of(ProblemCode.NOT_FOUND, "not-found.address");

    static final Problem WRONG_CONTENT_TYPE = Problem.of(ProblemCode.REQUEST_INVALID, "request-invalid.content-type");

    static final Problem BODY_OF_DELETE = Problem.of(ProblemCode.REQUEST_INVALID, "request-invalid.body-of-delete");

    private RequestProblems() {}

    static Problem ofHttp(String reason) {
        return Problem.of(ProblemCode.REQUEST_INVALID, "request-invalid.http", Map.of("reason", reason));
    }

    static Problem internalError(String id) {
        return Problem.of(ProblemCode.INTERNAL_ERROR, "internal-error.unexpected", Map.of("id", id));
    }
}
