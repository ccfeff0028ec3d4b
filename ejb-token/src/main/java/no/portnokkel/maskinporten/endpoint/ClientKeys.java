package no.portnokkel.maskinporten.endpoint;

import no.portnokkel.hsm.SigningKey;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ClientSettings;

/** The keys that the clients of one environment use now. Thread-safe. */
public interface ClientKeys {
    /** Returns the client of a request with the key that it uses now. */
    ClientSettings current(TokenRequest request, ClientSettings configured);

    /**
     * Returns the key of a client.
     *
     * @throws no.portnokkel.hsm.fault.HsmException if the HSM is not available
     * @throws no.portnokkel.maskinporten.TokenRefusedException if nothing may be signed for the environment
     */
    SigningKey key(ClientSettings client);

    /**
     * Returns whether a grant of this client may be signed and sent: its environment is active, and its key is still the one in use
     * and not stopped. Evaluated immediately before each signature, and again before the grant is sent.
     *
     * @param configured the client as it is configured
     */
    boolean mayBeSent(TokenRequest request, ClientSettings configured, ClientSettings client);
}
