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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/** HTTP transport with the classic Apache HttpClient 5. One deadline covers connecting, sending, waiting and the whole body. */
final class ApacheHttpTransport implements HttpTransport {
    /** In bytes. Many times the largest known token; a token with a consent has about 4 kB. */
    private static final int MAX_BODY = 256 * 1024;

    /** Without charset, as the media type is registered; the content is ASCII. */
    private static final ContentType FORM = ContentType.create("application/x-www-form-urlencoded");

    /** Characters that need no encoding in a form. */
    private static final BitSet UNRESERVED = unreserved();

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final Duration deadline;
    private final ScheduledExecutorService timer;

    /**
     * @param settings limits, proxy and trusted authorities
     * @param timer aborts exchanges after the deadline; not closed here
     */
    ApacheHttpTransport(HttpSettings settings, ScheduledExecutorService timer) {
        this(settings, timer, SystemDefaultDnsResolver.INSTANCE);
    }

    ApacheHttpTransport(HttpSettings settings, ScheduledExecutorService timer, DnsResolver names) {
        this.connections = ApacheHttpClientFactory.connections(settings, names);
        this.client = ApacheHttpClientFactory.create(settings, connections);
        this.deadline = settings.timeout();
        this.timer = timer;
    }

    @Override
    public HttpResponse post(URI target, Map<String, String> form) throws IOException {
        HttpPost post = new HttpPost(target);
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
        request.setHeader("Accept", ContentType.APPLICATION_JSON.getMimeType());
        AtomicBoolean timedOut = new AtomicBoolean();
        ScheduledFuture<?> timeout = timer.schedule(
                () -> {
                    timedOut.set(true);
                    request.abort();
                },
                deadline.toMillis(),
                TimeUnit.MILLISECONDS);
        HttpClientContext context = HttpClientContext.create();
        try {
            return client.execute(request, context, response -> read(response, request));
        } catch (IOException failed) {
            if (!ApacheHttpClientFactory.wasConnected(context)) {
                throw unreachable(timedOut.get() ? deadlineExceeded(failed) : failed);
            }
            if (timedOut.get()
                    || failed instanceof SocketTimeoutException) { // both limits are equal; either may expire first
                throw deadlineExceeded(failed);
            }
            if (failed instanceof NoHttpResponseException || failed instanceof SocketException) {
                connections.closeIdle(
                        TimeValue.ZERO_MILLISECONDS); // the other idle connections are probably closed too
                throw new ConnectionDroppedException(failed);
            }
            throw failed;
        } finally {
            timeout.cancel(false);
        }
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

    private IOException deadlineExceeded(IOException cause) {
        return new IOException("No complete answer within " + deadline, cause);
    }

    private static HttpResponse read(ClassicHttpResponse response, HttpUriRequestBase request) throws IOException {
        HttpEntity entity = response.getEntity();
        Optional<Instant> date = date(response, HttpHeaders.DATE);
        Optional<Duration> retryAfter = Optional.ofNullable(response.getFirstHeader(HttpHeaders.RETRY_AFTER))
                .flatMap(header -> RetryAfter.parse(header.getValue(), date));
        if (entity == null) {
            return new HttpResponse(response.getCode(), Optional.empty(), "", date, retryAfter);
        }
        byte[] body = entity.getContent().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            request.abort(); // otherwise the client reads the rest to reuse the connection
            throw new IOException("The answer is larger than " + MAX_BODY + " bytes");
        }
        Optional<String> type = Optional.ofNullable(entity.getContentType())
                .map(text -> text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
        return new HttpResponse(response.getCode(), type, new String(body, UTF_8), date, retryAfter);
    }

    private static Optional<Instant> date(ClassicHttpResponse response, String header) {
        return Optional.ofNullable(DateUtils.parseStandardDate(response, header));
    }

    @Override
    public void close() {
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
