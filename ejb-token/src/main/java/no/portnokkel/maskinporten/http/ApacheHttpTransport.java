package no.portnokkel.maskinporten.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import no.portnokkel.maskinporten.config.Configuration.HttpSettings;
import no.portnokkel.maskinporten.http.HttpTransport.ConnectionDroppedException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/** HTTP transport with the classic Apache HttpClient 5. One deadline covers connecting, sending, waiting and the whole body. */
final class ApacheHttpTransport implements HttpTransport {
    /** In bytes. Many times the largest known token; a token with a consent has about 4 kB. */
    private static final int MAX_BODY = 256 * 1024;

    /** Balancers and firewalls forget idle connections, often without a signal, the strictest after about a minute. */
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

    /** An exchange may last longer than its deadline by this time. */
    private static final long CHECK_INTERVAL_MILLIS = 100;

    /** Without charset, as the media type is registered; the content is ASCII. */
    private static final ContentType FORM = ContentType.create("application/x-www-form-urlencoded");

    /** Characters that need no encoding in a form. */
    private static final BitSet UNRESERVED = unreserved();

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final Duration limit;
    private final Duration reusedLimit;
    private final Set<HttpExchange> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> watch;

    /**
     * @param settings limits, proxy and trusted authorities
     * @param longestWait how long callers wait for a token
     * @param timer aborts exchanges after the deadline; not closed here
     */
    ApacheHttpTransport(HttpSettings settings, Duration longestWait, ScheduledExecutorService timer) {
        this(settings, longestWait, IDLE_LIMIT, timer, SystemDefaultDnsResolver.INSTANCE);
    }

    ApacheHttpTransport(
            HttpSettings settings,
            Duration longestWait,
            Duration idleLimit,
            ScheduledExecutorService timer,
            DnsResolver names) {
        this.connections = ApacheHttpClientFactory.connections(settings, idleLimit, names);
        this.client = ApacheHttpClientFactory.create(settings, connections);
        this.limit = settings.timeout();
        Duration leavesTimeForAnother = longestWait.dividedBy(3);
        this.reusedLimit = limit.compareTo(leavesTimeForAnother) < 0 ? limit : leavesTimeForAnother;
        // one check for all exchanges: a timer for each would wake a thread for each
        this.watch = timer.scheduleWithFixedDelay(
                this::abortOverdue, CHECK_INTERVAL_MILLIS, CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void abortOverdue() {
        long nowNanos = System.nanoTime();
        underWay.forEach(exchange -> exchange.abortIfOverdue(nowNanos));
    }

    @Override
    public HttpResponse post(URI target, Map<String, String> form, Optional<String> authorization) throws IOException {
        HttpPost post = new HttpPost(target);
        authorization.ifPresent(value -> post.setHeader(HttpHeaders.AUTHORIZATION, value));
        String fields = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        post.setEntity(new StringEntity(fields, FORM));
        return exchange(post);
    }

    /** A grant consists of letters, digits, dots, dashes and underscores, so usually nothing needs encoding. */
    private static String encoded(String text) {
        for (int index = 0; index < text.length(); index++) { // a stream would cost as much as this saves
            if (!UNRESERVED.get(text.charAt(index))) {
                return URLEncoder.encode(text, UTF_8);
            }
        }
        return text;
    }

    private static BitSet unreserved() {
        BitSet characters = new BitSet();
        "-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                .chars()
                .forEach(characters::set);
        return characters;
    }

    @Override
    public HttpResponse get(URI target) throws IOException {
        return exchange(new HttpGet(target));
    }

    private HttpResponse exchange(HttpUriRequestBase request) throws IOException {
        request.setHeader(HttpHeaders.ACCEPT, ContentType.APPLICATION_JSON.getMimeType());
        request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        HttpClientContext context = HttpClientContext.create();
        HttpExchange exchange = new HttpExchange(request, context, System.nanoTime(), limit, reusedLimit);
        underWay.add(exchange);
        try {
            return client.execute(request, context, response -> {
                exchange.recordAnswer();
                return read(response, request);
            });
        } catch (ProxyRefusedException refused) {
            throw refused;
        } catch (IOException failed) {
            throw explained(failed, exchange);
        } finally {
            underWay.remove(exchange);
        }
    }

    private IOException explained(IOException failed, HttpExchange exchange) {
        // the limit of the socket is the same; either may expire first
        boolean timedOut = exchange.isTimedOut() || failed instanceof SocketTimeoutException;
        if (!exchange.isSent()) {
            return unreachable(exchange.isTimedOut() ? deadlineExceeded(failed, exchange) : failed);
        }
        boolean ended = failed instanceof NoHttpResponseException || failed instanceof SocketException;
        if (timedOut ? exchange.mayHaveMissedTheServer() : ended) {
            connections.closeIdle(TimeValue.ZERO_MILLISECONDS); // the other idle connections are probably dead too
            return new ConnectionDroppedException(failed);
        }
        return timedOut ? deadlineExceeded(failed, exchange) : failed;
    }

    /** Nothing was sent, whether name resolution, routing, the server, a proxy or TLS failed. */
    private static ConnectException unreachable(IOException cause) {
        ConnectException unreachable = new ConnectException(
                cause instanceof SSLException
                        ? "TLS: " + cause.getMessage()
                                + " (trusted: portnokkel.http.truststore, else the JVM's authorities)"
                        : cause.getMessage());
        unreachable.initCause(cause);
        return unreachable;
    }

    private static IOException deadlineExceeded(IOException cause, HttpExchange exchange) {
        return new IOException("No complete answer within " + exchange.limit(), cause);
    }

    private static HttpResponse read(ClassicHttpResponse response, HttpUriRequestBase request) throws IOException {
        HttpEntity entity = response.getEntity();
        Optional<Instant> date = date(response, HttpHeaders.DATE);
        Optional<Duration> retryAfter = Optional.ofNullable(response.getFirstHeader(HttpHeaders.RETRY_AFTER))
                .flatMap(header -> RetryAfter.parse(header.getValue(), date));
        if (entity == null) {
            return new HttpResponse(response.getCode(), Optional.empty(), "", date, retryAfter);
        }
        byte[] received = entity.getContent().readNBytes(MAX_BODY + 1);
        requireWithinLimit(received, request);
        Optional<String> type = Optional.ofNullable(entity.getContentType())
                .map(text -> text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
        return new HttpResponse(
                response.getCode(), type, text(received, response, entity.getContentEncoding()), date, retryAfter);
    }

    private static void requireWithinLimit(byte[] body, HttpUriRequestBase request) throws IOException {
        if (body.length > MAX_BODY) {
            request.abort(); // otherwise the client reads the rest to reuse the connection
            throw new IOException("The answer is larger than " + MAX_BODY + " bytes");
        }
    }

    /** Of an outage only status and headers count. */
    private static String text(byte[] received, ClassicHttpResponse response, @Nullable String coding)
            throws IOException {
        try {
            byte[] body = ContentCoding.decoded(received, coding, MAX_BODY);
            if (body.length > MAX_BODY) {
                throw new IOException("The decoded answer is larger than " + MAX_BODY + " bytes");
            }
            return new String(body, UTF_8);
        } catch (IOException undecodable) {
            if (response.getCode() >= HttpStatus.SC_INTERNAL_SERVER_ERROR
                    || response.getCode() == HttpStatus.SC_TOO_MANY_REQUESTS) {
                return "";
            }
            throw undecodable;
        }
    }

    private static Optional<Instant> date(ClassicHttpResponse response, String header) {
        return Optional.ofNullable(DateUtils.parseStandardDate(response, header));
    }

    @Override
    public void close() {
        watch.cancel(false);
        client.close(CloseMode.IMMEDIATE);
    }

    /** Parses {@code Retry-After} (RFC 9110, section 10.2.3): seconds or a date. */
    static final class RetryAfter {
        /** About thirty years; a number with more digits is limited to this. */
        private static final Duration LONGEST = Duration.ofSeconds(999_999_999);

        private RetryAfter() {}

        /**
         * Returns a positive time to wait; empty if the header has none.
         *
         * @param header the value of the header
         * @param now by the server's clock; if it is missing, a date cannot be evaluated
         */
        static Optional<Duration> parse(@Nullable String header, Optional<Instant> now) {
            String text = header == null ? "" : header.strip();
            Optional<Duration> wait =
                    text.matches("[0-9]+") ? Optional.of(seconds(text)) : now.flatMap(from -> until(text, from));
            return wait.filter(duration -> duration.compareTo(Duration.ZERO) > 0);
        }

        private static Duration seconds(String digits) {
            return digits.length() <= 9 ? Duration.ofSeconds(Long.parseLong(digits)) : LONGEST;
        }

        private static Optional<Duration> until(String date, Instant now) {
            return Optional.ofNullable(DateUtils.parseStandardDate(date)).map(until -> Duration.between(now, until));
        }
    }
}
