package no.portnokkel.hsm.pkcs11.cryptoki;

import com.sun.jna.NativeLong;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads keys and certificates from the objects of a session. */
final class TokenObjectReader {
    private static final long CERTIFICATES = 1; // CKO_CERTIFICATE
    private static final long PRIVATE_KEYS = 3; // CKO_PRIVATE_KEY

    private static final long LABEL = 0x03;
    private static final long VALUE = 0x11;
    private static final long KEY_TYPE = 0x100;
    private static final long ID = 0x102;
    private static final long MODULUS = 0x120;

    private final ReadSession session;

    TokenObjectReader(ReadSession session) {
        this.session = session;
    }

    TokenObjects read() {
        List<CryptokiKey> keys =
                session.find(PRIVATE_KEYS).stream().map(this::key).toList();
        List<TokenObjects.StoredCertificate> certificates =
                session.find(CERTIFICATES).stream().flatMap(this::certificate).toList();
        return new TokenObjects(keys, certificates);
    }

    /** Returns the private keys that share the {@code CKA_ID} of a certificate with this label. */
    List<CryptokiKey> keysOfCertificate(String label) {
        return session.find(CERTIFICATES, LABEL, label.getBytes(StandardCharsets.UTF_8)).stream()
                .map(this::id)
                .filter(id -> id.length > 0)
                .flatMap(id -> session.find(PRIVATE_KEYS, ID, id).stream())
                .map(this::key)
                .toList();
    }

    private CryptokiKey key(NativeLong object) {
        Optional<BigInteger> modulus =
                session.value(object, MODULUS).filter(value -> value.length > 0).map(value -> new BigInteger(1, value));
        Map<KeyAttribute, Boolean> attributes = new EnumMap<>(KeyAttribute.class);
        for (KeyAttribute attribute : KeyAttribute.values()) {
            session.value(object, attribute.type())
                    .filter(value -> value.length == 1)
                    .ifPresent(value -> attributes.put(attribute, value[0] != 0));
        }
        return CryptokiKey.of(text(object), id(object), keyType(object), modulus, attributes);
    }

    private Stream<TokenObjects.StoredCertificate> certificate(NativeLong object) {
        byte[] encoded = session.value(object, VALUE).orElseGet(() -> new byte[0]);
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            return Stream.of(new TokenObjects.StoredCertificate(
                    text(object), HexFormat.of().formatHex(id(object)), certificate));
        } catch (CertificateException notX509) {
            return Stream.empty();
        }
    }

    private long keyType(NativeLong object) {
        return session.value(object, KEY_TYPE)
                .filter(value -> value.length == NativeLong.SIZE)
                .map(value -> ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()))
                .map(value -> NativeLong.SIZE == Long.BYTES ? value.getLong() : Integer.toUnsignedLong(value.getInt()))
                .orElse(-1L);
    }

    private byte[] id(NativeLong object) {
        return session.value(object, ID).orElseGet(() -> new byte[0]);
    }

    private String text(NativeLong object) {
        return session.value(object, LABEL)
                .map(label -> new String(label, StandardCharsets.UTF_8))
                .orElse("");
    }
}
