package no.portnokkel.audit;

import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public key under a name, as a signed note knows it: signature type 0x02, ECDSA, whose signatures are in DER and whose key id is
 * the start of the SHA-256 hash of the key in DER.
 *
 * @see <a href="https://c2sp.org/signed-note@v1.0.0">C2SP signed-note v1.0.0, signature types</a>
 */
final class NoteKey {
    static final int ID_BYTES = 4;
    private static final ECParameterSpec P256 = p256();

    private final String name;
    private final PublicKey publicKey;
    private final byte[] id;

    /**
     * Creates the key.
     *
     * @param name without spaces and plus
     * @throws IllegalArgumentException the key is not on the curve P-256, or the name has other characters
     */
    NoteKey(String name, PublicKey publicKey) {
        requireP256(publicKey);
        if (!SignedNote.isKeyName(name)) {
            throw new IllegalArgumentException("The name of a key has neither spaces nor plus.");
        }
        this.name = name;
        this.publicKey = publicKey;
        this.id = Arrays.copyOf(TreeHash.sha256().digest(publicKey.getEncoded()), ID_BYTES);
    }

    /** Returns whether a key is one of ECDSA on the curve P-256. */
    static boolean isP256(PublicKey publicKey) {
        return publicKey instanceof ECPublicKey key
                && key.getParams().getCurve().equals(P256.getCurve())
                && key.getParams().getGenerator().equals(P256.getGenerator());
    }

    String name() {
        return name;
    }

    /** Returns the key id in hexadecimal. */
    String id() {
        return HexFormat.of().formatHex(id);
    }

    /** Returns what a note holds of a signature: key id and signature. */
    byte[] withId(byte[] signature) {
        return ByteBuffer.allocate(ID_BYTES + signature.length)
                .put(id)
                .put(signature)
                .array();
    }

    /** Returns whether the key has signed the text. */
    boolean verifies(byte[] text, byte[] signature) {
        try {
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(publicKey);
            check.update(text);
            return check.verify(signature);
        } catch (SignatureException notDer) {
            return false;
        } catch (GeneralSecurityException impossible) { // every JDK has it, and the curve was checked
            throw new IllegalStateException("SHA256withECDSA", impossible);
        }
    }

    private static void requireP256(PublicKey publicKey) {
        if (!isP256(publicKey)) {
            throw new IllegalArgumentException("A checkpoint is signed by a key of ECDSA on the curve P-256.");
        }
    }

    private static ECParameterSpec p256() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException impossible) { // every JDK has it
            throw new IllegalStateException("secp256r1", impossible);
        }
    }
}
