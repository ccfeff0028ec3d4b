package no.portnokkel.control.keys;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.ClientSettings;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.Text;
import no.portnokkel.runtime.CertificateInfo;

/**
 * What was done to stop a key.
 *
 * @param steps those that were done, with the time from the request
 * @param waitingFor live nodes that have not followed in time
 * @param takenOver keys that are used instead, by client
 * @param letters to be sent
 */
public record StopReport(
        KeyChange change,
        Map<Step, Duration> steps,
        List<String> waitingFor,
        SortedMap<String, ClientKey> takenOver,
        Letters letters) {

    /** A step of a stop. */
    public enum Step {
        /** This server signs nothing with the key any more, and has dropped its tokens. */
        STOPPED,
        /** Grants that were being signed or sent have ended. */
        NOTHING_UNDER_WAY,
        /** The database holds it. */
        STORED,
        /** All live nodes follow it. */
        ALL_NODES;

        /** Returns the word that scripts see, for example {@code all-nodes}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Texts that are ready to be sent.
     *
     * @param certificateAuthority asks it to revoke the certificate
     * @param digdir asks Digdir to remove the key, or tells it about the certificate
     */
    public record Letters(Text certificateAuthority, Text digdir) {
        static Letters of(
                KeyChange change,
                EnvironmentSettings environment,
                ClientSettings used,
                Optional<CertificateInfo> certificate) {
            Map<String, Object> values = Map.of(
                    "subject", certificate.map(CertificateInfo::subject).orElse("–"),
                    "issuer", certificate.map(CertificateInfo::issuer).orElse("–"),
                    "serial", certificate.map(CertificateInfo::serialNumber).orElse("–"),
                    "sha256", certificate.map(CertificateInfo::sha256).orElse("–"),
                    "organisation", used.organisationNumber().digits(),
                    "clientId", used.clientId(),
                    "environment", environment.environment().name(),
                    "kid", change.key().kid().or(used::kid).orElse("–"),
                    "time", change.proposedAt(),
                    "person", change.proposedBy().name());
            return new Letters(
                    Text.message("key-stop.letter.authority", values),
                    used.kid().isPresent()
                            ? Text.message("key-stop.letter.digdir.registered", values)
                            : Text.message("key-stop.letter.digdir.certificate", values));
        }
    }
}
