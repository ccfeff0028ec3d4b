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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads keys and certificates from the objects of a session. */
final class TokenObjectReader {
    private static final int MAX_CHAIN = 10;
    private static final long LABEL = 0x03;
    private static final long VALUE = 0x11;
    private static final long KEY_TYPE = 0x100;
    private static final long SUBJECT = 0x101;
    private static final long ID = 0x102;
    private static final long MODULUS = 0x120;
    private static final long ALWAYS_AUTHENTICATE = 0x202;

    private final ReadSession session;

    TokenObjectReader(ReadSession session) {
        this.session = session;
    }

    TokenObjects read() {
        return objects(session.find(ReadSession.PRIVATE_KEYS), session.find(ReadSession.CERTIFICATES));
    }

    /** Returns the certificates with this label, and the private keys that share their {@code CKA_ID}. */
    TokenObjects read(String label) {
        List<NativeLong> certificates = certificates(label);
        return objects(privateKeys(certificates), certificates);
    }

    private TokenObjects objects(List<NativeLong> keys, List<NativeLong> certificates) {
        List<String> defects = new ArrayList<>();
        List<TokenObjects.StoredCertificate> read = certificates.stream()
                .flatMap(object -> certificate(object, defects::add))
                .toList();
        return new TokenObjects(keys.stream().map(this::key).toList(), read, defects);
    }

    /** Returns the handles of the private keys that share the {@code CKA_ID} of a certificate with this label. */
    List<NativeLong> privateKeys(String label) {
        return privateKeys(certificates(label));
    }

    private List<NativeLong> privateKeys(List<NativeLong> certificates) {
        return certificates.stream()
                .map(this::id)
                .filter(id -> id.length > 0)
                .map(HexFormat.of()::formatHex)
                .distinct()
                .flatMap(id -> session
                        .find(ReadSession.PRIVATE_KEYS, ID, HexFormat.of().parseHex(id))
                        .stream())
                .toList();
    }

    /** Returns the certificate and those of its issuers that the token holds; follows their names, as SunPKCS11 does. */
    List<X509Certificate> chain(X509Certificate leaf) {
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf));
        X509Certificate last = leaf;
        while (!last.getSubjectX500Principal().equals(last.getIssuerX500Principal()) && chain.size() < MAX_CHAIN) {
            Optional<X509Certificate> issuer =
                    session
                            .find(
                                    ReadSession.CERTIFICATES,
                                    SUBJECT,
                                    last.getIssuerX500Principal().getEncoded())
                            .stream()
                            .flatMap(object -> certificate(object, defect -> {}))
                            .map(TokenObjects.StoredCertificate::certificate)
                            .findFirst();
            if (issuer.isEmpty()) {
                break;
            }
            last = issuer.get();
            chain.add(last);
        }
        return chain;
    }

    /** Returns the type of a private key, for example {@code RSA}. */
    String type(NativeLong privateKey) {
        return CryptokiKey.type(keyType(privateKey));
    }

    /** Some modules pad labels, and then do not find them without the padding. */
    private List<NativeLong> certificates(String label) {
        List<NativeLong> exact = session.find(ReadSession.CERTIFICATES, LABEL, label.getBytes(StandardCharsets.UTF_8));
        return exact.isEmpty()
                ? session.find(ReadSession.CERTIFICATES).stream()
                        .filter(certificate -> text(certificate).equals(label))
                        .toList()
                : exact;
    }

    private CryptokiKey key(NativeLong object) {
        Optional<BigInteger> modulus =
                session.value(object, MODULUS).filter(value -> value.length > 0).map(value -> new BigInteger(1, value));
        Map<KeyAttribute, Boolean> attributes = new EnumMap<>(KeyAttribute.class);
        Map<KeyAttribute, String> refusals = new EnumMap<>(KeyAttribute.class);
        for (KeyAttribute attribute : KeyAttribute.values()) {
            ReadSession.Attribute answer = session.attribute(object, attribute.type());
            flag(answer.value()).ifPresent(value -> attributes.put(attribute, value));
            answer.refusal().map(Ckr::name).ifPresent(code -> refusals.put(attribute, code));
        }
        Map<KeyOperation, Boolean> operations = new EnumMap<>(KeyOperation.class);
        for (KeyOperation operation : KeyOperation.values()) {
            flag(session.value(object, operation.type())).ifPresent(value -> operations.put(operation, value));
        }
        boolean alwaysAuthenticates =
                flag(session.value(object, ALWAYS_AUTHENTICATE)).orElse(false);
        return CryptokiKey.of(
                text(object),
                id(object),
                keyType(object),
                modulus,
                alwaysAuthenticates,
                attributes,
                operations,
                refusals);
    }

    private static Optional<Boolean> flag(Optional<byte[]> value) {
        return value.filter(bytes -> bytes.length == 1).map(bytes -> bytes[0] != 0);
    }

    private Stream<TokenObjects.StoredCertificate> certificate(NativeLong object, Consumer<String> defects) {
        ReadSession.Attribute encoded = session.attribute(object, VALUE);
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(encoded.value().orElseGet(() -> new byte[0])));
            return Stream.of(new TokenObjects.StoredCertificate(
                    text(object), HexFormat.of().formatHex(id(object)), certificate));
        } catch (CertificateException notX509) {
            String code = encoded.refusal().map(ckr -> " " + ckr.name()).orElse("");
            defects.accept("CKO_CERTIFICATE \"" + text(object) + "\" (CKA_VALUE" + code + ")");
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
        return session.value(object, LABEL).map(TokenText::decode).orElse("");
    }
}
