package no.portnokkel.maskinporten.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import no.portnokkel.maskinporten.config.HttpSettings;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.WWWFormCodec;

/** Apache HttpClient 5, classic. One deadline covers connecting, sending, waiting and the whole body. */
public final class ApacheHttp implements Http {
    /** Many times the largest token that was seen (a token with a consent is about 4 kB). */
    private static final int LARGEST_BODY = 256 * 1024;

    /** Without charset, as the form's registration has it: it is ASCII in any case. */
    private static final ContentType FORM = ContentType.create("application/x-www-form-urlencoded");

    private final CloseableHttpClient client;
    private final Duration deadline;
    private final ScheduledExecutorService timer;

    /**
     * @param settings limits, proxy and trust
     * @param timer ends exchanges that pass the deadline; not closed by us
     */
    public ApacheHttp(HttpSettings settings, ScheduledExecutorService timer) {
        this.client = ApacheClients.create(settings);
        this.deadline = settings.timeout();
        this.timer = timer;
    }

    @Override
    public HttpAnswer post(URI target, Map<String, String> form) throws IOException {
        HttpPost post = new HttpPost(target);
        List<NameValuePair> pairs = form.entrySet().stream()
                .<NameValuePair>map(entry -> new BasicNameValuePair(entry.getKey(), entry.getValue()))
                .toList();
        post.setEntity(new StringEntity(WWWFormCodec.format(pairs, UTF_8), FORM));
        return exchange(post);
    }

    @Override
    public HttpAnswer get(URI target) throws IOException {
        return exchange(new HttpGet(target));
    }

    private HttpAnswer exchange(HttpUriRequestBase request) throws IOException {
        request.setHeader("Accept", ContentType.APPLICATION_JSON.getMimeType());
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> alarm = timer.schedule(
                () -> {
                    late.set(true);
                    request.abort();
                },
                deadline.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, ApacheHttp::read);
        } catch (ConnectException refused) {
            throw refused;
        } catch (NoHttpResponseException | SocketException dropped) {
            throw late.get() ? tooLate(dropped) : new ConnectionDroppedException(dropped);
        } catch (UnknownHostException | ConnectTimeoutException unreachable) {
            ConnectException exception = new ConnectException(unreachable.getMessage());
            exception.initCause(unreachable);
            throw exception;
        } catch (IOException failed) {
            throw late.get() ? tooLate(failed) : failed;
        } finally {
            alarm.cancel(false);
        }
    }

    private IOException tooLate(IOException seen) {
        return new IOException("No complete answer within " + deadline, seen);
    }

    private static HttpAnswer read(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        Optional<Instant> date = date(response, HttpHeaders.DATE);
        Optional<Duration> retryAfter = retryAfter(response, date);
        if (entity == null) {
            return new HttpAnswer(response.getCode(), Optional.empty(), "", date, retryAfter);
        }
        try (InputStream content = entity.getContent()) {
            byte[] body = content.readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                response.close();
                throw new IOException("The answer is larger than " + LARGEST_BODY + " bytes");
            }
            Optional<String> type = Optional.ofNullable(entity.getContentType())
                    .map(text -> text.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
            return new HttpAnswer(response.getCode(), type, new String(body, UTF_8), date, retryAfter);
        }
    }

    private static Optional<Instant> date(ClassicHttpResponse response, String header) {
        return Optional.ofNullable(DateUtils.parseStandardDate(response, header));
    }

    /** Seconds or a date (RFC 9110, section 10.2.3); a date is taken by the clock that wrote it. */
    private static Optional<Duration> retryAfter(ClassicHttpResponse response, Optional<Instant> now) {
        Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        if (header == null || header.getValue() == null) {
            return Optional.empty();
        }
        Optional<Duration> asked = header.getValue().matches("[0-9]{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(header.getValue())))
                : date(response, HttpHeaders.RETRY_AFTER)
                        .flatMap(until -> now.map(from -> Duration.between(from, until)));
        return asked.filter(wait -> wait.compareTo(Duration.ZERO) > 0);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
