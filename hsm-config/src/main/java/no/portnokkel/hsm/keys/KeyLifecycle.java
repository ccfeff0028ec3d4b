package no.portnokkel.hsm.keys;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import no.portnokkel.certificate.CertificateRules;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.certificate.Seid;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** The steps from an empty token to a certified key. Not thread safe. */
public final class KeyLifecycle {
    /** What an import may replace. */
    public enum Replaceable {
        PLACEHOLDER,
        ANY_CERTIFICATE
    }

    private static final int LOOKS = 5;
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(200);

    private final WritableToken token;
    private final SecureRandom random;
    private final Clock clock;

    public KeyLifecycle(WritableToken token, SecureRandom random, Clock clock) {
        this.token = token;
        this.random = random;
        this.clock = clock;
    }

    /** Returns all private keys of the token by label, including those without a certificate. */
    public List<ManagedKey> keys() {
        return ManagedKey.in(objects());
    }

    /**
     * Generates a key with a placeholder certificate, whose signature is verified before it is stored, and reads the
     * key's attributes back from the token.
     *
     * @throws KeyRejectedException {@link PolicyRejection.LabelInUse}; one of {@link ManagedKey#deviations}, and the key has been deleted
     * @throws HsmException the token did not generate it
     */
    public ManagedKey generate(KeySpec spec) {
        byte[] mark = new byte[PlaceholderName.MARK_BYTES];
        random.nextBytes(mark);
        return generate(spec, HexFormat.of().formatHex(mark));
    }

    /**
     * As {@link #generate(KeySpec)}, a key that can be told from others afterwards.
     *
     * @param mark unique, {@value PlaceholderName#MARK_BYTES} bytes in hexadecimal; in the subject of the placeholder certificate
     */
    public ManagedKey generate(KeySpec spec, String mark) {
        if (objects().isLabelInUse(spec.label())) {
            throw new KeyRejectedException(new PolicyRejection.LabelInUse(spec.label(), token.label()));
        }
        PublicKey publicKey = token.generate(
                spec.label(), spec.parameters(), (key, signer) -> placeholder(spec.label(), mark, key, signer));
        List<ManagedKey> readBack = named(spec.label());
        ManagedKey generated = readBack.stream()
                .filter(entry -> entry.key().mayFit(publicKey))
                .findFirst()
                .orElseThrow(() -> notFound(spec.label()));
        if (readBack.size() > 1) { // the device had not shown the other one before
            token.destroy(spec.label(), publicKey);
            throw new KeyRejectedException(new PolicyRejection.LabelInUse(spec.label(), token.label()));
        }
        List<PolicyRejection> deviations = generated.deviations(spec, token.label());
        if (!deviations.isEmpty()) {
            token.destroy(spec.label(), publicKey);
            throw new KeyRejectedException(deviations.get(0));
        }
        return generated;
    }

    /**
     * Lets the key sign a certificate request, and verifies the signature before the request is returned.
     *
     * @param name the label of the key or its certificate, or the {@code CKA_ID} in hexadecimal
     * @throws KeyRejectedException {@link PolicyRejection.Exportable}
     * @throws HsmException a {@link KeyFault}, or the device is gone
     */
    public Csr createCsr(String name, Csr.Subject subject) {
        CertifiableKey key = find(name);
        PublicKey publicKey = key.publicKey();
        PKCS10CertificationRequest request = Csr.sign(subject, publicKey, key::sign);
        if (!Csr.isSignedBy(publicKey, request)) {
            throw new HsmException(new KeyFault.CertificateMismatch(key.label(), token.label()));
        }
        return Csr.of(request, publicKey);
    }

    /**
     * Stores an issued chain for its key, reads it back, and lets the key sign a probe.
     *
     * @param name the label of the key or its certificate, or the {@code CKA_ID} in hexadecimal
     * @param requirements besides those of every certificate
     * @throws KeyRejectedException a {@link CertificateRejection} or {@link PolicyRejection}
     * @throws HsmException a {@link KeyFault}, or the device is gone
     */
    public ManagedKey importChain(
            String name, IssuedCertificates issued, Requirements requirements, Replaceable replaceable) {
        if (issued.chains().size() == 1) { // before the key is used
            issued.chains().get(0).requireUsable(clock.instant(), requirements.organisation());
        }
        CertifiableKey before = find(name);
        CertificateChain chain = fitting(issued, before);
        requirements.require(chain, before.label(), clock.instant());
        before.requireReplaceable(replaceable);
        requireNoConflict(before.label(), chain);
        ProviderKey after = before.certify(chain.certificates());
        if (!chain.matches(after.chain())) {
            throw new HsmException(new KeyFault.NotWritten(before.label(), token.label(), Reason.OTHER_CHAIN.id()));
        }
        token.prove(after, chain.leaf().getPublicKey());
        return keys().stream()
                .filter(entry -> entry.certificate().equals(Optional.of(chain.leaf())))
                .findFirst()
                .orElseThrow(() -> notFound(before.label()));
    }

    /**
     * Deletes a key, its public key and the certificates that fit it. Certificates of another key stay, also of one with its {@code
     * CKA_ID}.
     *
     * @throws HsmException {@link KeyFault.NotWritten}
     */
    public void destroy(ManagedKey key) {
        token.privateKey(key.key()).destroy(objects().certificatesOnlyOf(key.key()));
    }

    /** Returns the keys that have this label, or this {@code CKA_ID} in hexadecimal where none has. */
    public List<ManagedKey> keys(String name) {
        return named(name);
    }

    /**
     * Returns all keys and certificates of the token. An empty token just after the login is no proof that it is empty: some
     * devices show their objects later.
     */
    public TokenObjects objects() {
        TokenObjects objects = token.objects();
        for (int i = 0; i < LOOKS && objects.isEmpty(); i++) {
            LockSupport.parkNanos(LOOK_INTERVAL.toNanos());
            objects = token.objects();
        }
        return objects;
    }

    private X509Certificate placeholder(String label, String mark, PublicKey key, UnaryOperator<byte[]> signer) {
        X509Certificate placeholder = PlaceholderCertificate.of(label, mark, key, signer, clock.instant());
        if (!PlaceholderCertificate.isSignedByItself(placeholder)) {
            throw new HsmException(new KeyFault.NotWritten(label, token.label(), Reason.WRONG_SIGNATURE.id()));
        }
        return placeholder;
    }

    private CertifiableKey find(String name) {
        List<ManagedKey> found = named(name);
        if (found.isEmpty()) {
            throw notFound(name);
        }
        if (found.size() > 1) {
            throw new HsmException(new KeyFault.Ambiguous(
                    name,
                    token.label(),
                    found.stream().map(entry -> "CKA_ID " + entry.key().id()).toList()));
        }
        ManagedKey entry = found.get(0);
        String label = entry.label().isEmpty() ? name : entry.label();
        if (entry.key().isExportable()) {
            throw new KeyRejectedException(new PolicyRejection.Exportable(label, token.label()));
        }
        return new CertifiableKey(token, label, entry);
    }

    /** Returns the keys with this label, else those whose own label or id it is: a certificate may have another label. */
    private List<ManagedKey> named(String name) {
        List<ManagedKey> all = keys();
        return Stream.<Predicate<ManagedKey>>of(
                        entry -> entry.label().equals(name),
                        entry -> entry.key().label().equals(name),
                        entry -> entry.key().id().equalsIgnoreCase(name))
                .map(matches -> all.stream().filter(matches).toList())
                .filter(matching -> !matching.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private HsmException notFound(String name) {
        List<String> present = keys().stream().map(ManagedKey::label).toList();
        return new HsmException(new KeyFault.NotFound(name, token.label(), present));
    }

    /** Returns the chain whose certificate belongs to the key: an order may have brought others. */
    private CertificateChain fitting(IssuedCertificates issued, CertifiableKey key) {
        return issued.chains().stream()
                .filter(chain -> key.proves(chain.leaf().getPublicKey()))
                .findFirst()
                .orElseThrow(() -> new KeyRejectedException(new CertificateRejection.OtherKey(
                        key.label(),
                        token.label(),
                        Seid.subject(issued.chains().get(0).leaf()))));
    }

    /** Requires unique names and keys: otherwise SunPKCS11 would change or show another certificate. */
    private void requireNoConflict(String label, CertificateChain chain) {
        TokenObjects objects = token.objects();
        Optional<TokenObjects.StoredCertificate> other =
                objects.underOtherLabel(chain.leaf().getPublicKey(), label);
        if (other.isPresent()) {
            throw new KeyRejectedException(
                    new CertificateRejection.BesideOther(label, other.get().label()));
        }
        for (X509Certificate authority : chain.authorities()) {
            if (objects.hasOtherKeyOfSubject(authority)) {
                throw new KeyRejectedException(
                        new CertificateRejection.IssuerNamesake(Seid.subject(authority), token.label()));
            }
        }
    }

    /**
     * What is asked of a certificate to import.
     *
     * @param organisation its owner; empty: any
     * @param rules those of the clients that use the key with this label
     * @param issuer what is asked of the authorities; empty: nothing
     */
    public record Requirements(
            Optional<String> organisation,
            Function<String, List<CertificateRules>> rules,
            Optional<IssuerProfile> issuer) {
        void require(CertificateChain chain, String label, Instant now) {
            chain.requireUsable(now, organisation);
            rules.apply(label).stream()
                    .flatMap(one -> one.problem(chain.certificates(), label, now).stream())
                    .findFirst()
                    .ifPresent(problem -> {
                        throw new KeyRejectedException(new CertificateRejection.NotForClient(problem));
                    });
            issuer.ifPresent(profile -> profile.require(chain, now));
        }
    }

    /**
     * A key to generate.
     *
     * @param label the {@code CKA_LABEL}, by which the configuration selects the key
     * @param parameters length and exponent of an RSA key, or the curve of an EC key
     */
    public record KeySpec(String label, AlgorithmParameterSpec parameters) {
        private static final Set<Integer> SIZES = Set.of(2048, 3072, 4096);

        /** @throws KeyRejectedException {@link RequestRejection.LabelWrong} */
        public KeySpec {
            // SunPKCS11 interprets '/', and loses the certificates of labels beyond ASCII; a common name has at most 64
            if (!label.matches("[A-Za-z0-9._-]{1,64}")) {
                throw new KeyRejectedException(new RequestRejection.LabelWrong(label));
            }
        }

        /**
         * Returns the specification of a key that signs grants.
         *
         * @param type {@code RSA}
         * @param bits length of the modulus: 2048, 3072 or 4096
         * @throws KeyRejectedException {@link RequestRejection.LabelWrong}, {@link PolicyRejection.TypeRefused} or {@link
         *     PolicyRejection.SizeRefused}
         */
        public static KeySpec ofGrants(String label, String type, int bits) {
            if (!type.equalsIgnoreCase("RSA")) {
                throw new KeyRejectedException(new PolicyRejection.TypeRefused(type));
            }
            KeySpec spec = new KeySpec(label, new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
            if (!SIZES.contains(bits)) {
                throw new KeyRejectedException(new PolicyRejection.SizeRefused(bits));
            }
            return spec;
        }

        /**
         * Returns the specification of a key that signs checkpoints of the audit: on the curve P-256.
         *
         * @throws KeyRejectedException {@link RequestRejection.LabelWrong}
         */
        public static KeySpec ofAudit(String label) {
            return new KeySpec(label, new ECGenParameterSpec("secp256r1"));
        }
    }
}
