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
import no.portnokkel.maskinporten.config.HttpSettings;
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

/** Apache HttpClient 5, classic. One deadline covers connecting, sending, waiting and the whole body. */
public final class ApacheHttpTransport implements HttpTransport {
    /** Many times the largest token that was seen (a token with a consent is about 4 kB). */
    private static final int LARGEST_BODY = 256 * 1024;

    /** Without charset, as the form's registration has it: it is ASCII in any case. */
    private static final ContentType FORM = ContentType.create("application/x-www-form-urlencoded");

    /** What stands for itself in a form. */
    private static final BitSet UNRESERVED = unreserved();

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final Duration deadline;
    private final ScheduledExecutorService timer;

    /**
     * @param settings limits, proxy and trust
     * @param timer ends exchanges that pass the deadline; not closed by us
     */
    public ApacheHttpTransport(HttpSettings settings, ScheduledExecutorService timer) {
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

    /** A grant is all letters, digits, dots, dashes and underscores: there is nothing to encode, only to look at. */
    private static String encoded(String text) {
        for (int place = 0; place < text.length(); place++) { // a stream would cost what this saves
            if (!UNRESERVED.get(text.charAt(place))) {
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
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> alarm = timer.schedule(
                () -> {
                    late.set(true);
                    request.abort();
                },
                deadline.toMillis(),
                TimeUnit.MILLISECONDS);
        HttpClientContext context = HttpClientContext.create();
        try {
            return client.execute(request, context, response -> read(response, request));
        } catch (IOException failed) {
            if (!ApacheHttpClientFactory.wasConnected(context)) {
                throw unreachable(late.get() ? tooLate(failed) : failed);
            }
            if (late.get() || failed instanceof SocketTimeoutException) { // two equal limits: either may strike first
                throw tooLate(failed);
            }
            if (failed instanceof NoHttpResponseException || failed instanceof SocketException) {
                connections.closeIdle(TimeValue.ZERO_MILLISECONDS); // what ended one has most likely ended all of them
                throw new ConnectionDroppedException(failed);
            }
            throw failed;
        } finally {
            alarm.cancel(false);
        }
    }

    /** Nothing was sent, whatever stood in the way: name, route, refusal, proxy, TLS. */
    private static ConnectException unreachable(IOException seen) {
        ConnectException unreachable = new ConnectException(
                seen instanceof SSLException
                        ? "TLS: " + seen.getMessage() + " (whom we trust: portnokkel.http.truststore, else the JVM)"
                        : seen.getMessage());
        unreachable.initCause(seen);
        return unreachable;
    }

    private IOException tooLate(IOException seen) {
        return new IOException("No complete answer within " + deadline, seen);
    }

    private static HttpResponse read(ClassicHttpResponse response, HttpUriRequestBase request) throws IOException {
        HttpEntity entity = response.getEntity();
        Optional<Instant> date = date(response, HttpHeaders.DATE);
        Optional<Duration> retryAfter = Optional.ofNullable(response.getFirstHeader(HttpHeaders.RETRY_AFTER))
                .flatMap(header -> RetryAfter.parse(header.getValue(), date));
        if (entity == null) {
            return new HttpResponse(response.getCode(), Optional.empty(), "", date, retryAfter);
        }
        byte[] body = entity.getContent().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            request.abort(); // else the rest would be read, to keep the connection
            throw new IOException("The answer is larger than " + LARGEST_BODY + " bytes");
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
}
