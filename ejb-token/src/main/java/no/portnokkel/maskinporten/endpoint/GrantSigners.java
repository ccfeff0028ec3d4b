package no.portnokkel.maskinporten.endpoint;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;

/**
 * A signer for each client of one environment. Certificates that go into the grant are judged, and its header is written,
 * once for each chain that lies beside the key: a token with a consent is a grant for every person. With {@code kid} the
 * certificate only carries the public key, and nothing is asked of it.
 */
final class GrantSigners {
    private final EnvironmentSettings settings;
    private final Function<String, SigningKey> keys;
    private final Map<ClientSettings, Fit> known = new ConcurrentHashMap<>();

    /** @param keys signing keys of the HSM, by label */
    GrantSigners(EnvironmentSettings settings, Function<String, SigningKey> keys) {
        this.settings = settings;
        this.keys = keys;
    }

    /**
     * @throws no.portnokkel.hsm.fault.HsmException when the certificates cannot be read just now
     * @throws TokenRefusedException Maskinporten would not take the certificate
     */
    GrantSigner of(ClientSettings client, Instant now) {
        SigningKey key = keys.apply(client.key());
        if (client.kid().isPresent()) {
            return GrantSigner.of(client, key);
        }
        List<X509Certificate> chain = key.chain();
        Fit fit = known.get(client);
        if (fit == null || !fit.covers(chain, now)) {
            fit = judge(client, key, chain, now);
            known.put(client, fit);
        }
        return fit.signer();
    }

    private Fit judge(ClientSettings client, SigningKey key, List<X509Certificate> chain, Instant now) {
        settings.certificateRules(client).problem(chain, key.label(), now).ifPresent(problem -> {
            throw new TokenRefusedException(problem);
        });
        return new Fit(chain, GrantSigner.of(client, key));
    }

    /** A chain that was found to be in order, and the signer that sends it. */
    private record Fit(List<X509Certificate> chain, GrantSigner signer) {
        boolean covers(List<X509Certificate> present, Instant now) {
            X509Certificate leaf = chain.get(0);
            return chain.equals(present)
                    && !now.isAfter(leaf.getNotAfter().toInstant())
                    && !now.isBefore(leaf.getNotBefore().toInstant());
        }
    }
}
