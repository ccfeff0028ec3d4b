package no.portnokkel.hsm.pkcs11.cryptoki;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What {@code CKM_ECDSA} leaves to its caller: the hash, and the form of the signature.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3279#section-2.2.3">RFC 3279, 2.2.3: ECDSA-Sig-Value</a>
 */
final class EcdsaSignature {
    private static final byte SEQUENCE = 0x30;
    private static final byte INTEGER = 0x02;

    private EcdsaSignature() {}

    static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
            throw new IllegalStateException("SHA-256", impossible);
        }
    }

    /**
     * Returns a signature in DER.
     *
     * @param raw both numbers, big-endian and of equal length, together at most 80 bytes, which need no long form of a length
     */
    static byte[] der(byte[] raw) {
        byte[] r = number(Arrays.copyOfRange(raw, 0, raw.length / 2));
        byte[] s = number(Arrays.copyOfRange(raw, raw.length / 2, raw.length));
        int length = 2 + r.length + 2 + s.length;
        return ByteBuffer.allocate(2 + length)
                .put(SEQUENCE)
                .put((byte) length)
                .put(INTEGER)
                .put((byte) r.length)
                .put(r)
                .put(INTEGER)
                .put((byte) s.length)
                .put(s)
                .array();
    }

    private static byte[] number(byte[] bigEndian) {
        return new BigInteger(1, bigEndian).toByteArray();
    }
}
