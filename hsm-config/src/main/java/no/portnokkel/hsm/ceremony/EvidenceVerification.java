package no.portnokkel.hsm.ceremony;

import jakarta.json.JsonObject;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import no.portnokkel.problem.Text;

/**
 * The result of a verification of evidence.
 *
 * @param about what the evidence says it is about, such as purpose and label; empty when it cannot be read
 * @param signer the key that signed it
 * @param isAnchored whether its certificate comes from one of the given authorities; false without any
 * @param findings what is wrong, in the order in which it was found
 */
public record EvidenceVerification(
        Optional<JsonObject> about, Optional<PublicKey> signer, boolean isAnchored, List<Text> findings) {
    public EvidenceVerification {
        findings = List.copyOf(findings);
        if (findings.isEmpty() && (about.isEmpty() || signer.isEmpty())) {
            throw new IllegalArgumentException("Without a signed manifest nothing is intact.");
        }
    }

    /** Returns whether the folder is as the key has signed it, and its parts belong together. */
    public boolean isIntact() {
        return findings.isEmpty();
    }
}
