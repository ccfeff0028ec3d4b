package no.portnokkel.hsm.pkcs11.cryptoki;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/**
 * A private key through the C interface: SunPKCS11 shows no key without a certificate. For the command line; grants are signed
 * through SunPKCS11. Needs a login to the same copy of the module.
 */
public final class PrivateKeyObject {
    private static final int OPEN_SESSION = 12;
    private static final int CLOSE_SESSION = 13;
    private static final int CREATE_OBJECT = 20;
    private static final int DESTROY_OBJECT = 22;
    private static final int SET_ATTRIBUTE_VALUE = 25;
    private static final long READ_AND_WRITE = 6; // CKF_SERIAL_SESSION, CKF_RW_SESSION

    private static final long PUBLIC_KEYS = 2; // CKO_PUBLIC_KEY

    private static final long LABEL = 0x03; // CKA_…
    private static final long VALUE = 0x11;
    private static final long ID = 0x102;
    private static final long MODULUS = 0x120;
    private static final long PUBLIC_EXPONENT = 0x122;

    private final Cryptoki cryptoki;
    private final CkrFaults faults;
    private final HsmToken token;
    private final CryptokiKey key;

    PrivateKeyObject(Cryptoki cryptoki, CkrFaults faults, HsmToken token, CryptokiKey key) {
        this.cryptoki = cryptoki;
        this.faults = faults;
        this.token = token;
        this.key = key;
    }

    /** Returns the RSA public key, from the private key or the public key with its {@code CKA_ID}; empty if neither shows it. */
    public Optional<PublicKey> publicKey() {
        try (ReadSession session = ReadSession.open(cryptoki, token.slot())) {
            return handle(session)
                    .flatMap(handle -> rsa(session, handle))
                    .or(() -> sameId(session, PUBLIC_KEYS).stream()
                            .flatMap(handle -> rsa(session, handle).stream())
                            .findFirst());
        }
    }

    /**
     * Signs data, not its hash, by RS256. The signature is not verified.
     *
     * @throws HsmException a {@link KeyFault}, or a {@link no.portnokkel.hsm.fault.DeviceFault}
     */
    public byte[] sign(byte[] data) {
        return new TokenPrivateKey(cryptoki, faults, token.slot(), handle(), key.type())
                .sign(name(), data, SignatureAlgorithm.RS256);
    }

    /**
     * Stores a chain: the leaf with the key's {@code CKA_ID}, so that SunPKCS11 shows the key, and the authorities that the token does
     * not have.
     *
     * @param label of the leaf, by which the configuration selects the key
     * @param chain leaf first
     * @return what was stored
     * @throws HsmException {@link KeyFault.NotWritten}: nothing was stored
     */
    public List<X509Certificate> addChain(String label, List<X509Certificate> chain) {
        byte[] id = key.id().isEmpty()
                ? label.getBytes(StandardCharsets.UTF_8)
                : HexFormat.of().parseHex(key.id());
        List<X509Certificate> stored = new ArrayList<>();
        try {
            return during((session, handle) -> {
                if (key.id().isEmpty()) { // nothing else links key and certificate
                    requireWritten(set(session, handle, new TreeMap<>(Map.of(ID, id))));
                }
                create(session, CertificateTemplate.ofKey(chain.get(0), label, id));
                stored.add(chain.get(0));
                for (X509Certificate authority : chain.subList(1, chain.size())) {
                    if (certificates(CertificateTemplate.encoded(authority)).isEmpty()) {
                        create(session, CertificateTemplate.of(authority));
                        stored.add(authority);
                    }
                }
                return stored;
            });
        } catch (HsmException failed) {
            removeCertificates(stored);
            throw failed;
        }
    }

    /**
     * Removes certificates.
     *
     * @throws HsmException {@link KeyFault.NotWritten}
     */
    public void removeCertificates(List<X509Certificate> stored) {
        during((session, handle) -> destroyCertificates(session, stored));
    }

    /**
     * Removes the key with its public key.
     *
     * @param certificates removed with it
     * @throws HsmException {@link KeyFault.NotWritten}
     */
    public void destroy(List<X509Certificate> certificates) {
        during((session, handle) -> {
            List<NativeLong> publicKeys = key.modulus().map(this::publicKeys).orElse(List.of());
            destroy(session, List.of(handle)); // first: what is left after an interruption cannot sign
            destroy(session, publicKeys);
            return destroyCertificates(session, certificates);
        });
    }

    private void create(NativeLong session, SortedMap<Long, byte[]> attributes) {
        Object answer = cryptoki.call(
                CREATE_OBJECT,
                session,
                ReadSession.template(attributes),
                new NativeLong(attributes.size()),
                new UlongOut(0));
        requireWritten(answer);
    }

    private Object destroyCertificates(NativeLong session, List<X509Certificate> stored) {
        stored.forEach(one -> destroy(session, certificates(CertificateTemplate.encoded(one))));
        return stored;
    }

    private Object set(NativeLong session, NativeLong object, SortedMap<Long, byte[]> attributes) {
        return cryptoki.call(
                SET_ATTRIBUTE_VALUE,
                session,
                object,
                ReadSession.template(attributes),
                new NativeLong(attributes.size()));
    }

    private Object destroy(NativeLong session, List<NativeLong> objects) {
        objects.forEach(object -> requireWritten(cryptoki.call(DESTROY_OBJECT, session, object)));
        return objects;
    }

    private List<NativeLong> certificates(byte[] value) {
        return reading(session -> session.find(ReadSession.CERTIFICATES).stream()
                .filter(object -> session.value(object, VALUE)
                        .filter(shown -> Arrays.equals(shown, value))
                        .isPresent())
                .toList());
    }

    private List<NativeLong> publicKeys(BigInteger modulus) {
        return reading(session -> session.find(PUBLIC_KEYS).stream()
                .filter(object -> number(session, object, MODULUS).equals(Optional.of(modulus)))
                .toList());
    }

    private NativeLong handle() {
        return reading(this::handle)
                .orElseThrow(() -> new HsmException(new KeyFault.NotFound(name(), token.label(), List.of())));
    }

    private Optional<NativeLong> handle(ReadSession session) {
        List<NativeLong> candidates = key.id().isEmpty()
                ? session.find(ReadSession.PRIVATE_KEYS, LABEL, key.label().getBytes(StandardCharsets.UTF_8))
                : sameId(session, ReadSession.PRIVATE_KEYS);
        TokenObjectReader reader = new TokenObjectReader(session);
        return candidates.stream()
                .filter(object -> reader.type(object).equals(key.type()))
                .filter(object -> key.modulus().isEmpty()
                        || number(session, object, MODULUS).equals(key.modulus()))
                .findFirst();
    }

    private List<NativeLong> sameId(ReadSession session, long objectClass) {
        return key.id().isEmpty()
                ? List.of()
                : session.find(objectClass, ID, HexFormat.of().parseHex(key.id()));
    }

    private static Optional<PublicKey> rsa(ReadSession session, NativeLong object) {
        return number(session, object, MODULUS)
                .flatMap(modulus -> number(session, object, PUBLIC_EXPONENT)
                        .flatMap(exponent -> rsa(new RSAPublicKeySpec(modulus, exponent))));
    }

    private static Optional<PublicKey> rsa(RSAPublicKeySpec numbers) {
        try {
            return Optional.of(KeyFactory.getInstance("RSA").generatePublic(numbers));
        } catch (GeneralSecurityException notAKey) {
            return Optional.empty();
        }
    }

    private static Optional<BigInteger> number(ReadSession session, NativeLong object, long type) {
        return session.value(object, type).filter(value -> value.length > 0).map(value -> new BigInteger(1, value));
    }

    private <T> T reading(Function<ReadSession, T> work) {
        try (ReadSession session = ReadSession.open(cryptoki, token.slot())) {
            return work.apply(session);
        }
    }

    /** Runs work in a session that may write; a handle from another session of the application is valid in it. */
    private <T> T during(Work<T> work) {
        NativeLong handle = handle();
        UlongOut session = new UlongOut(0);
        cryptoki.require(
                cryptoki.call(
                        OPEN_SESSION,
                        new NativeLong(token.slot()),
                        new NativeLong(READ_AND_WRITE),
                        Pointer.NULL,
                        Pointer.NULL,
                        session),
                Ckr.OK);
        try {
            return work.run(session.getValue(), handle);
        } finally {
            cryptoki.call(CLOSE_SESSION, session.getValue());
        }
    }

    private void requireWritten(Object returnCode) {
        long code = ((NativeLong) returnCode).longValue();
        if (code != Ckr.OK) {
            throw new HsmException(
                    new KeyFault.NotWritten(name(), token.label(), Ckr.of(code).name()));
        }
    }

    private String name() {
        return key.label().isEmpty() ? key.id() : key.label();
    }

    /** Work in a session with the handle of the key. */
    @FunctionalInterface
    private interface Work<T> {
        T run(NativeLong session, NativeLong handle);
    }
}
