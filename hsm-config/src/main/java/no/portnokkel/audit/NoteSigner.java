package no.portnokkel.audit;

import java.security.PublicKey;
import no.portnokkel.hsm.SigningKey;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/** A key that signs checkpoints: ECDSA on the curve P-256 with SHA-256. Never takes or returns null. */
public interface NoteSigner {
    /** Returns the public key, on the curve P-256. */
    PublicKey publicKey();

    /**
     * Signs the text of a note.
     *
     * @param text the data to sign, not its hash
     * @return the signature in DER: an {@code ECDSA-Sig-Value} (RFC 3279, 2.2.3)
     */
    byte[] sign(byte[] text);

    /**
     * Returns a signer with a key of the HSM. Its methods throw {@link no.portnokkel.hsm.fault.HsmException} while the key cannot be
     * used.
     *
     * @param key from {@link no.portnokkel.hsm.Hsm#checkpointKey}
     */
    static NoteSigner of(SigningKey key) {
        return new NoteSigner() {
            @Override
            public PublicKey publicKey() {
                return key.chain().get(0).getPublicKey();
            }

            @Override
            public byte[] sign(byte[] text) {
                return key.sign(text, SignatureAlgorithm.ES256);
            }
        };
    }
}
