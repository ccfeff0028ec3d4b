package no.portnokkel.maskinporten.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import no.portnokkel.maskinporten.config.ProxySettings;
import no.portnokkel.problem.UntrustedText;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests through a proxy, presents its credentials to it alone and once for each challenge, and tells its refusals from
 * answers of the server: any answer to {@code CONNECT} that opens no tunnel, and 407 to a plain request.
 */
final class ProxyAccess {
    /** Set in the context of an exchange once a request can reach the server; a refused tunnel ends before. */
    private static final String PASSED = "portnokkel.proxy-passed";

    private static final int LONGEST_SCHEME = 20;

    /** Credentials are read once, so those that the proxy refused stay wrong; repeating them may lock the account. */
    private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMinutes(1);

    private final URI proxy;
    private final boolean hasCredentials;
    private volatile @Nullable RefusedCredentials lastRefusal;

    private ProxyAccess(ProxySettings settings) {
        this.proxy = settings.address();
        this.hasCredentials = settings.credentials().isPresent();
    }

    static void configure(HttpClientBuilder client, ProxySettings settings) {
        URI proxy = settings.address();
        HttpHost host = new HttpHost(proxy.getScheme(), proxy.getHost(), proxy.getPort());
        client.setProxy(host);
        settings.credentials().ifPresent(credentials -> {
            BasicCredentialsProvider provider = new BasicCredentialsProvider();
            provider.setCredentials(
                    new AuthScope(host), new UsernamePasswordCredentials(credentials.user(), credentials.password()));
            client.setDefaultCredentialsProvider(provider);
        });
        client.addExecInterceptorBefore(
                ChainElement.PROTOCOL.name(), "proxy-refusals", new ProxyAccess(settings)::refuse);
        client.addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), PASSED, ProxyAccess::pass);
    }

    private static ClassicHttpResponse pass(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        scope.clientContext.setAttribute(PASSED, true);
        ClassicHttpResponse response = chain.proceed(request, scope);
        if (isChallenge(response) && scope.route.isTunnelled()) { // the library expects it of the proxy only
            try (response) {
                throw new IOException("HTTP 407 of the server, not of the proxy");
            }
        }
        return response;
    }

    private ClassicHttpResponse refuse(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        RefusedCredentials recent = lastRefusal;
        if (recent != null && System.nanoTime() - recent.atNanos() < PAUSE_AFTER_REFUSAL.toNanos()) {
            throw new ProxyRefusedException(proxy, HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED, recent.schemes());
        }
        ClassicHttpResponse response = chain.proceed(request, scope);
        boolean isOfServer = scope.clientContext.getAttribute(PASSED) != null;
        if (isOfServer && !isChallenge(response)) {
            return response;
        }
        try (response) {
            if (isChallenge(response) && hasCredentials) {
                lastRefusal = new RefusedCredentials(System.nanoTime(), schemes(response));
            }
            throw new ProxyRefusedException(proxy, response.getCode(), schemes(response));
        }
    }

    private record RefusedCredentials(long atNanos, String schemes) {}

    private static boolean isChallenge(ClassicHttpResponse response) {
        return response.getCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED;
    }

    private static String schemes(ClassicHttpResponse response) {
        return Arrays.stream(response.getHeaders(HttpHeaders.PROXY_AUTHENTICATE))
                .map(header -> header.getValue().strip().split("[\\s,]", 2)[0])
                .map(scheme -> UntrustedText.clean(scheme, LONGEST_SCHEME))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
