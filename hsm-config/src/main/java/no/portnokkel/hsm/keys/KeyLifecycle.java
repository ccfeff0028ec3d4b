package no.portnokkel.hsm.keys;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.certificate.Seid;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.fault.Reason;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** The steps from an empty token to a certified key. Not thread safe. */
public final class KeyLifecycle {
    /** What an import may replace. */
    public enum Replaceable {
        PLACEHOLDER,
        ANY_CERTIFICATE
    }

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
        return ManagedKey.in(token.objects());
    }

    /**
     * Generates a key with a placeholder certificate, whose signature is verified before it is stored, and reads the
     * key's attributes back from the token.
     *
     * @throws KeyRejectedException {@link PolicyRejection.LabelInUse}; {@link PolicyRejection.Unprotected}, and the
     *     key has been deleted
     * @throws HsmException the token did not generate it
     */
    public ManagedKey generate(KeySpec spec) {
        if (token.objects().isLabelInUse(spec.label())) {
            throw new KeyRejectedException(new PolicyRejection.LabelInUse(spec.label(), token.label()));
        }
        token.generate(spec.label(), spec.bits(), (key, signer) -> placeholder(spec.label(), key, signer));
        ManagedKey generated = entry(spec.label());
        List<KeyAttribute> defects = generated.key().defects();
        if (!defects.isEmpty()) {
            token.delete(spec.label());
            throw new KeyRejectedException(new PolicyRejection.Unprotected(spec.label(), token.label(), defects));
        }
        return generated;
    }

    /**
     * Lets the key sign a certificate request, and verifies the signature before the request is returned.
     *
     * @throws KeyRejectedException {@link PolicyRejection.Exportable}
     * @throws HsmException a {@link KeyFault}, or the device is gone
     */
    public Csr createCsr(String label, Csr.Subject subject) {
        ProviderKey key = find(label);
        PublicKey certified = key.chain().get(0).getPublicKey();
        PKCS10CertificationRequest request = Csr.sign(subject, certified, data -> token.sign(key, data));
        if (!Csr.isSignedBy(certified, request)) {
            throw new HsmException(new KeyFault.CertificateMismatch(label, token.label()));
        }
        return Csr.of(request);
    }

    /**
     * Stores an issued chain for its key, reads it back, and lets the key sign a probe.
     *
     * @param organisation the required organisation of the certificate; empty: any
     * @throws KeyRejectedException a {@link CertificateRejection} or {@link PolicyRejection}
     * @throws HsmException a {@link KeyFault}, or the device is gone
     */
    public ManagedKey importChain(
            String label, CertificateChain chain, Optional<String> organisation, Replaceable replaceable) {
        chain.requireUsable(clock.instant(), organisation);
        ProviderKey before = find(label);
        requireFits(before, chain.leaf());
        requireReplaceable(before, replaceable);
        requireNoConflict(label, chain);
        ProviderKey after = token.replaceChain(before, chain.certificates());
        if (!chain.matches(after.chain())) {
            throw new HsmException(new KeyFault.NotWritten(label, token.label(), Reason.OTHER_CHAIN.id()));
        }
        token.prove(after, chain.leaf().getPublicKey());
        return entry(label);
    }

    private X509Certificate placeholder(String label, PublicKey key, UnaryOperator<byte[]> signer) {
        X509Certificate placeholder = PlaceholderCertificate.of(label, key, signer, random, clock.instant());
        if (!PlaceholderCertificate.isSignedByItself(placeholder)) {
            throw new HsmException(new KeyFault.NotWritten(label, token.label(), Reason.WRONG_SIGNATURE.id()));
        }
        return placeholder;
    }

    private ProviderKey find(String label) {
        ProviderKey key = token.find(label);
        if (entry(label).key().isExportable()) {
            throw new KeyRejectedException(new PolicyRejection.Exportable(label, token.label()));
        }
        return key;
    }

    private ManagedKey entry(String label) {
        return keys().stream()
                .filter(entry -> entry.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new HsmException(new KeyFault.NotFound(
                        label,
                        token.label(),
                        keys().stream().map(ManagedKey::label).toList())));
    }

    private void requireFits(ProviderKey key, X509Certificate leaf) {
        try {
            token.prove(key, leaf.getPublicKey());
        } catch (HsmException failed) {
            if (failed.fault() instanceof KeyFault.CertificateMismatch) {
                throw new KeyRejectedException(
                        new CertificateRejection.OtherKey(key.label(), token.label(), Seid.subject(leaf)));
            }
            throw failed;
        }
    }

    private static void requireReplaceable(ProviderKey key, Replaceable replaceable) {
        X509Certificate present = key.chain().get(0);
        if (replaceable == Replaceable.PLACEHOLDER && !PlaceholderName.isOf(present)) {
            throw new KeyRejectedException(new PolicyRejection.CertificateInPlace(key.label(), Seid.subject(present)));
        }
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
     * An RSA key to generate.
     *
     * @param label the {@code CKA_LABEL}, by which the configuration selects the key
     * @param bits length of the modulus: 2048, 3072 or 4096
     */
    public record KeySpec(String label, int bits) {
        private static final Set<Integer> SIZES = Set.of(2048, 3072, 4096);

        /** @throws KeyRejectedException {@link RequestRejection.LabelWrong} or {@link PolicyRejection.SizeRefused} */
        public KeySpec {
            // SunPKCS11 interprets '/', and loses the certificates of labels beyond ASCII; 64 is the maximum of a
            // common
            // name.
            if (!label.matches("[A-Za-z0-9._-]{1,64}")) {
                throw new KeyRejectedException(new RequestRejection.LabelWrong(label));
            }
            if (!SIZES.contains(bits)) {
                throw new KeyRejectedException(new PolicyRejection.SizeRefused(bits));
            }
        }

        /**
         * Returns the specification of a key with a type given by name.
         *
         * @throws KeyRejectedException as the constructor, or {@link PolicyRejection.TypeRefused} when the type is not
         *     {@code RSA}
         */
        public static KeySpec of(String label, String type, int bits) {
            if (!type.equalsIgnoreCase("RSA")) {
                throw new KeyRejectedException(new PolicyRejection.TypeRefused(type));
            }
            return new KeySpec(label, bits);
        }
    }
}
