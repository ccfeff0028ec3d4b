package no.portnokkel.maskinporten.config;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.certificate.CertificateRules;
import no.portnokkel.problem.Problem;

/**
 * One environment as configured.
 *
 * @param environment where it is; for a retired one, where it was
 * @param state whether grants can be made for it
 * @param client the environment's own client; empty unless {@link State#READY}
 * @param clients further clients by name; those that were wrong are absent and in {@code problems}
 * @param device name of its HSM ({@code hsm.devices.NAME}); empty: {@code hsm.*}
 * @param authorities certificate authorities that a custom environment accepts besides the known ones; often none
 * @param problems all that is wrong with it, in the order of its keys; a further client that is wrong does not keep the
 *     others from working
 */
public record EnvironmentSettings(
        Environment environment,
        State state,
        Optional<ClientSettings> client,
        SortedMap<String, ClientSettings> clients,
        Optional<String> device,
        List<X509Certificate> authorities,
        List<Problem> problems) {

    /** Whether grants can be made. */
    public enum State {
        READY,
        INCOMPLETE,
        RETIRED
    }

    /**
     * Returns a client.
     *
     * @param name of a further client; empty: the environment's own
     */
    public Optional<ClientSettings> client(Optional<String> name) {
        return name.isEmpty() ? client : Optional.ofNullable(clients.get(name.get()));
    }

    /** What is asked of the certificate of one of its clients, where the grant shows it. */
    public CertificateRules certificateRules(ClientSettings client) {
        return new CertificateRules(environment, authorities, client.organisationNumber());
    }
}
