package no.portnokkel.admin.login;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import no.portnokkel.admin.security.ActLog;
import no.portnokkel.admin.security.Caller;
import no.portnokkel.control.users.LoginService;
import no.portnokkel.control.users.LoginService.Result;

/**
 * Reads the body of one request and has its password checked, then dispatches the request again. Keeps both results itself:
 * after the deadline the server may use its request object for another request, so nothing is stored there.
 */
final class RequestPreparation implements AsyncListener {
    private static final String ATTRIBUTE = RequestPreparation.class.getName();
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final int MAX_FORM_BYTES = 4 * 1_024;
    private static final int MAX_BODY_BYTES =
            64 * 1_024 + 1; // one byte more than a resource accepts, so that it rejects

    private final LoginService logins;
    private final String address;
    private final boolean known;
    private final boolean loginForm;
    private final Optional<ServletInputStream> input;
    private final HttpServletResponse response;
    private final AsyncContext async;
    private volatile boolean ended;
    private volatile byte[] body = new byte[0];
    private volatile Optional<Attempt> login = Optional.empty();

    private RequestPreparation(HttpServletRequest request, HttpServletResponse response, LoginService logins)
            throws IOException {
        this.logins = logins;
        this.address = Caller.address(request);
        this.known = Caller.of(request).isPresent();
        this.loginForm = isLoginForm(request);
        this.input = hasBody(request) ? Optional.of(request.getInputStream()) : Optional.empty();
        this.response = response;
        this.async = request.startAsync();
        async.setTimeout(DEADLINE.toMillis());
        async.addListener(this);
        request.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Starts the preparation and returns at once. The caller must not use the request any more.
     *
     * @param credential to be checked; empty when there is none, or it is checked already
     */
    static void start(
            HttpServletRequest request,
            HttpServletResponse response,
            LoginService logins,
            Optional<Credential> credential)
            throws IOException {
        new RequestPreparation(request, response, logins).run(credential);
    }

    /** Returns what was prepared for a request that is dispatched again. */
    static Optional<RequestPreparation> of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof RequestPreparation prepared
                ? Optional.of(prepared)
                : Optional.empty();
    }

    static boolean isLoginForm(HttpServletRequest request) {
        return request.getMethod().equals("POST") && request.getServletPath().equals(LoginServlet.LOGIN);
    }

    /** Over HTTP/2 a body needs no header that announces it. */
    static boolean hasBody(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length > 0
                || (length < 0
                        && (request.getHeader("Transfer-Encoding") != null
                                || !request.getProtocol().startsWith("HTTP/1")));
    }

    /**
     * Reads the body first: the request's own thread sets its {@code ReadListener}. When the thread that had checked a password
     * set it, Payara answered no other request until the deadline.
     */
    private void run(Optional<Credential> credential) {
        readBody(credential.isPresent())
                .thenCompose(read -> loginForm
                        ? logIn(Credential.ofForm(body))
                        : credential.map(this::logIn).orElseGet(RequestPreparation::done))
                .whenComplete((ready, failure) -> end(failure == null));
    }

    private CompletionStage<Void> logIn(Credential credential) {
        return logins.verify(credential.name(), credential.password(), address)
                .thenAccept(result -> login = Optional.of(new Attempt(credential.name(), result)));
    }

    private CompletionStage<Void> readBody(boolean hasCredential) {
        return input.isEmpty()
                ? done()
                : BodyReader.read(input.get(), limit(hasCredential)).thenAccept(read -> body = read);
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    /** Returns how many bytes to keep: none that an anonymous caller sends, apart from the login form. */
    private int limit(boolean hasCredential) {
        if (loginForm) {
            return MAX_FORM_BYTES;
        }
        return known || hasCredential ? MAX_BODY_BYTES : 0;
    }

    /**
     * Dispatches the request again. One whose client has gone ends at the deadline: servers may still call the listeners, and
     * Payara fails when the request is completed before that.
     */
    private void end(boolean ready) {
        if (!ready || ended) {
            ended = true;
            return;
        }
        try {
            async.dispatch();
        } catch (IllegalStateException tooLate) { // the deadline passed at the same moment
            ended = true;
        }
    }

    /** Returns the login with this request; empty when it needed none. */
    Optional<Attempt> login() {
        return login;
    }

    byte[] body() {
        return body;
    }

    /**
     * Ends a request that did not arrive in time. Does not complete it: then the server closes the connection, while after
     * {@code complete()} some servers wait for the rest of the body.
     */
    @Override
    public void onTimeout(AsyncEvent event) {
        if (!ended) {
            ActLog.refused(ActLog.Refusal.BODY_TIMEOUT, address, "a body that did not arrive in time");
        }
        ended = true;
        try {
            response.setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT);
            response.setHeader("Connection", "close");
            response.setContentLength(0);
            response.flushBuffer();
        } catch (IOException gone) {
            return; // nobody reads the answer
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        ended = true;
    }

    @Override
    public void onError(AsyncEvent event) {
        ended = true;
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // a resource may start its own asynchronous processing
    }

    /**
     * A login.
     *
     * @param name as the caller typed it; may be a password in the wrong field
     */
    record Attempt(String name, Result result) {
        /** Never shows the name. */
        @Override
        public String toString() {
            return "Attempt[***]";
        }
    }
}
