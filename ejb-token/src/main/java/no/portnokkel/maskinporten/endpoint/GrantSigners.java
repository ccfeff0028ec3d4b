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
 * The signers of one environment, one per client. The certificate chain of a key is checked, and the header is encoded, once per
 * chain and not per grant, because a token with a consent needs a grant for each person. With {@code kid} the certificate only
 * carries the public key and is not checked.
 */
final class GrantSigners {
    private final EnvironmentSettings settings;
    private final Function<ClientSettings, SigningKey> keys;
    private final Map<ClientSettings, CheckedChain> checkedChains = new ConcurrentHashMap<>();

    /** @param keys returns the signing key of a client */
    GrantSigners(EnvironmentSettings settings, Function<ClientSettings, SigningKey> keys) {
        this.settings = settings;
        this.keys = keys;
    }

    /**
     * @throws no.portnokkel.hsm.fault.HsmException if the certificates cannot be read
     * @throws TokenRefusedException if Maskinporten would refuse the certificate
     */
    GrantSigner of(ClientSettings client, Instant now) {
        SigningKey key = keys.apply(client);
        List<X509Certificate> chain =
                key.chain(); // waits for the HSM before the grant is made, so that its iat is fresh
        if (client.kid().isPresent()) {
            return GrantSigner.of(client, key);
        }
        CheckedChain checked = checkedChains.get(client);
        if (checked == null || !checked.covers(chain, now)) {
            checked = check(client, key, chain, now);
            checkedChains.put(client, checked);
        }
        return checked.signer();
    }

    private CheckedChain check(ClientSettings client, SigningKey key, List<X509Certificate> chain, Instant now) {
        settings.certificateRules(client).problem(chain, key.label(), now).ifPresent(problem -> {
            throw new TokenRefusedException(problem);
        });
        return new CheckedChain(chain, GrantSigner.of(client, key));
    }

    /** A chain without a problem, and the signer whose header contains it. */
    private record CheckedChain(List<X509Certificate> chain, GrantSigner signer) {
        boolean covers(List<X509Certificate> current, Instant now) {
            X509Certificate leaf = chain.get(0);
            return chain.equals(current)
                    && !now.isAfter(leaf.getNotAfter().toInstant())
                    && !now.isBefore(leaf.getNotBefore().toInstant());
        }
    }
}
