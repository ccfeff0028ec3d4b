package no.portnokkel.hsm.pkcs11.cryptoki;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import java.security.PrivateKey;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * A handle to a private key that signs through the C interface, without SunPKCS11. Holds no key material. Not
 * serializable in practice: it is of use in one login only.
 */
public final class TokenPrivateKey implements PrivateKey {
    private static final long serialVersionUID = 1L;
    private static final int SIGN_INIT = 42;
    private static final int SIGN = 43;
    private static final int MAX_SIGNATURE_BYTES = 2048;
    private final transient Cryptoki cryptoki;
    private final transient CkrFaults faults;
    private final long slot;
    private final long handle;
    private final String type;

    TokenPrivateKey(Cryptoki cryptoki, CkrFaults faults, long slot, NativeLong handle, String type) {
        this.cryptoki = cryptoki;
        this.faults = faults;
        this.slot = slot;
        this.handle = handle.longValue();
        this.type = type;
    }

    /**
     * Signs in a session of its own.
     *
     * @param label for messages
     * @throws no.portnokkel.hsm.fault.HsmException {@link no.portnokkel.hsm.fault.KeyFault.NotUsable} or a {@link
     *     no.portnokkel.hsm.fault.DeviceFault}
     */
    public byte[] sign(String label, byte[] data, SignatureAlgorithm algorithm) {
        return algorithm == SignatureAlgorithm.ES256
                ? EcdsaSignature.der(signRaw(label, EcdsaSignature.sha256(data), algorithm))
                : signRaw(label, data, algorithm);
    }

    private byte[] signRaw(String label, byte[] data, SignatureAlgorithm algorithm) {
        try (ReadSession session = ReadSession.open(cryptoki, slot);
                Memory mechanism = new Memory(2L * NativeLong.SIZE + 8);
                Memory text = new Memory(Math.max(1, data.length));
                Memory signature = new Memory(MAX_SIGNATURE_BYTES)) {
            mechanism.clear();
            mechanism.setNativeLong(0, new NativeLong(mechanism(algorithm)));
            text.write(0, data, 0, data.length);
            UlongOut length = new UlongOut(MAX_SIGNATURE_BYTES);
            require(label, session.call(SIGN_INIT, mechanism, new NativeLong(handle)));
            require(label, session.call(SIGN, text, new NativeLong(data.length), signature, length));
            return signature.getByteArray(0, length.getValue().intValue());
        }
    }

    /** Returns {@code CKM_SHA…_RSA_PKCS}, where the token hashes, or {@code CKM_ECDSA}, which every token with such keys has. */
    private static long mechanism(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case RS256 -> 0x40;
            case RS384 -> 0x41;
            case RS512 -> 0x42;
            case ES256 -> 0x1041;
        };
    }

    private void require(String label, long code) {
        if (code != Ckr.OK) {
            throw faults.ofKey(label, code);
        }
    }

    @Override
    public String getAlgorithm() {
        return type;
    }

    @Override
    public @Nullable String getFormat() {
        return null; // it does not leave the token
    }

    @Override
    public byte @Nullable [] getEncoded() {
        return null;
    }
}
