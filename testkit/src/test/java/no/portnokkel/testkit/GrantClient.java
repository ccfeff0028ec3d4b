package no.portnokkel.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.registry.RegisteredClient;

/** A client of the twin, written here so that the twin is not tested with the client that it is meant to test. */
final class GrantClient {

    static final String NUMBER = "310167398";
    static final RegisteredClient CLIENT = RegisteredClient.of(
            "bank-client", NUMBER, "skatteetaten:inntekt", "skatteetaten:summertskattegrunnlag", "bits:kundeforhold");

    private static final Signer SIGNER =
            new Signer(); // one key for all tests: generating keys takes most of a test's time
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Signer signer = SIGNER;
    private final MaskinportenTwin twin;
    private final Instant now;
    private final List<X509Certificate> seal;

    GrantClient(MaskinportenTwin twin, Instant now) {
        this.twin = twin;
        this.now = now;
        this.seal = twin.authority()
                .certify(
                        signer.publicKey(),
                        OrganisationCertificate.seal(NUMBER, "Testbanken AS", Clock.fixed(now, ZoneOffset.UTC)));
    }

    Signer signer() {
        return signer;
    }

    List<X509Certificate> seal() {
        return seal;
    }

    Map<String, Object> header() {
        return Signer.x5c(seal);
    }

    /** Returns valid claims with a new jti. */
    Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", twin.issuer().toString());
        claims.put("iss", CLIENT.clientId());
        claims.put("scope", "skatteetaten:inntekt");
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + 120);
        claims.put("jti", UUID.randomUUID().toString());
        return claims;
    }

    /** Sends valid claims with a certificate of this authority for the bank's own key. */
    HttpResponse<String> sendWithCertificateOf(TestAuthority authority, OrganisationCertificate certificate) {
        return send(signer.sign(Signer.x5c(authority.certify(signer.publicKey(), certificate)), claims()));
    }

    HttpResponse<String> send(Map<String, ?> claims) {
        return send(signer.sign(header(), claims));
    }

    HttpResponse<String> send(String assertion) {
        return post(form(assertion));
    }

    HttpResponse<String> post(String form) {
        return send(request(form).build());
    }

    /** Returns a valid token request. */
    HttpRequest.Builder validRequest() {
        return request(form(signer.sign(header(), claims())));
    }

    private HttpRequest.Builder request(String form) {
        return HttpRequest.newBuilder(twin.tokenEndpoint())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    private static String form(String assertion) {
        return "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
                + URLEncoder.encode(assertion, UTF_8);
    }

    HttpResponse<String> get(URI address, String bearer) {
        return send(HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + bearer)
                .build());
    }

    HttpResponse<String> put(String path, String json) {
        return send(HttpRequest.newBuilder(twin.address().resolve(path))
                .PUT(BodyPublishers.ofString(json))
                .build());
    }

    HttpResponse<String> delete(String path) {
        return send(
                HttpRequest.newBuilder(twin.address().resolve(path)).DELETE().build());
    }

    String token(Map<String, ?> claims) {
        HttpResponse<String> answer = send(claims);
        if (answer.statusCode() != 200) {
            throw new AssertionError("No token: " + answer.body());
        }
        return String.valueOf(json(answer).get("access_token"));
    }

    static Map<String, Object> json(HttpResponse<String> answer) {
        try {
            return JSONObjectUtils.parse(answer.body());
        } catch (ParseException garbage) {
            throw new AssertionError("Not JSON: " + answer.body(), garbage);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
