package no.portnokkel.maskinporten.http;

import java.io.IOException;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** One request, its deadline, and how far it has come. */
final class HttpExchange {
    private static final String ATTRIBUTE = "portnokkel.exchange";

    /** The challenge, the credentials, and the credentials once more for another nonce. */
    private static final int MAX_REQUESTS = 3;

    private final HttpUriRequestBase request;
    private final long startNanos;
    private final Duration reusedLimit;
    private volatile long limitNanos;
    private volatile boolean timedOut;
    private String lastMethod = "";
    private int requests;
    private boolean sent;
    private boolean overReusedConnection;
    private boolean answered;

    /**
     * @param nowNanos monotonic
     * @param limit for the whole exchange
     * @param reusedLimit for the whole exchange if its connection was used before; at most {@code limit}
     */
    HttpExchange(HttpUriRequestBase request, HttpContext context, long nowNanos, Duration limit, Duration reusedLimit) {
        this.request = request;
        this.startNanos = nowNanos;
        this.limitNanos = limit.toNanos();
        this.reusedLimit = reusedLimit;
        context.setAttribute(ATTRIBUTE, this);
    }

    /** Called by the thread that watches the deadlines. */
    void abortIfOverdue(long nowNanos) {
        if (nowNanos - startNanos >= limitNanos) {
            timedOut = true;
            request.abort();
        }
    }

    boolean isTimedOut() {
        return timedOut;
    }

    Duration limit() {
        return Duration.ofNanos(limitNanos);
    }

    /** Returns whether the request may have been sent: there was a connection, including TLS and proxy. */
    boolean isSent() {
        return sent;
    }

    /** The head of the response has arrived. */
    void recordAnswer() {
        answered = true;
    }

    /** Returns whether the server may have closed or forgotten the connection before it saw the request. */
    boolean mayHaveMissedTheServer() {
        return overReusedConnection && !answered;
    }

    private void recordConnection(HttpClientConnection connection) throws IOException {
        sent = true;
        if (connection instanceof PooledConnection pooled && pooled.isReused()) {
            overReusedConnection = true;
            limitNanos = reusedLimit.toNanos();
            pooled.requireNothingReceived();
            connection.setSocketTimeout(Timeout.of(reusedLimit));
        }
    }

    /** A proxy may answer each request with another challenge, for example of a nonce that has expired. */
    private void countRequest(ClassicHttpRequest next) throws IOException {
        requests = next.getMethod().equals(lastMethod) ? requests + 1 : 1;
        lastMethod = next.getMethod();
        if (requests > MAX_REQUESTS) {
            throw new IOException("The proxy asks for credentials again and again");
        }
    }

    /** Records the connection of each exchange before the request is sent. */
    static final class Executor extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback informational,
                HttpContext context)
                throws IOException, HttpException {
            if (context.getAttribute(ATTRIBUTE) instanceof HttpExchange exchange) {
                exchange.countRequest(request);
                if (!Method.CONNECT.isSame(request.getMethod())) {
                    exchange.recordConnection(connection);
                }
            }
            return super.execute(request, connection, informational, context);
        }
    }
}
