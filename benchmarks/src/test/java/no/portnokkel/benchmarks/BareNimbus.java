package no.portnokkel.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** A minimal client: Nimbus and the JDK's HttpURLConnection, without a cache. */
final class BareNimbus implements Client {
    private final BankKey key;
    private final TokenServer server;
    private final JWSHeader header;

    BareNimbus(BankKey key, TokenServer server) throws CertificateEncodingException {
        this.key = key;
        this.server = server;
        List<Base64> chain = new ArrayList<>();
        for (X509Certificate certificate : key.chain()) {
            chain.add(Base64.encode(certificate.getEncoded()));
        }
        header = new JWSHeader.Builder(JWSAlgorithm.RS256).x509CertChain(chain).build();
    }

    @Override
    public String name() {
        return "Nimbus and HttpURLConnection";
    }

    @Override
    public String token() {
        return coldToken();
    }

    @Override
    public String coldToken() {
        try {
            return exchange(form());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (JOSEException | ParseException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public String tokenOfPerson(int person) {
        return coldToken();
    }

    /** Returns the form with a new grant. */
    byte[] form() throws JOSEException {
        Instant now = Instant.now();
        SignedJWT grant = new SignedJWT(
                header,
                new JWTClaimsSet.Builder()
                        .audience(server.issuer().toString())
                        .issuer("bank-client")
                        .claim("scope", "bank:benchmark")
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(100)))
                        .jwtID(UUID.randomUUID().toString())
                        .build());
        RSASSASigner signer = new RSASSASigner(key.handle());
        signer.getJCAContext().setProvider(key.provider());
        grant.sign(signer);
        return ("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + grant.serialize())
                .getBytes(UTF_8);
    }

    private String exchange(byte[] form) throws IOException, ParseException {
        HttpURLConnection connection =
                (HttpURLConnection) server.tokenEndpoint().toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(form);
        }
        String body = new String(connection.getInputStream().readAllBytes(), UTF_8);
        return JSONObjectUtils.getString(JSONObjectUtils.parse(body), "access_token");
    }
}
