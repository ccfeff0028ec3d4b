package no.portnokkel.hsm.keys;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.certificate.Seid;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.pkcs11.cryptoki.CryptokiCertificate;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.hsm.pkcs11.cryptoki.TokenObjects;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** The steps from nothing to a certified key, in an open token. One thread. */
public final class KeyLifecycle {
    /** What an import may take the place of. */
    public enum Replacing {
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

    /** All private keys of the token by label, those without a certificate too. */
    public List<ManagedKey> keys() {
        return ManagedKey.in(token.contents());
    }

    /**
     * Makes a key with a placeholder beside it, whose signature is verified before it is stored, and reads back from the token how it is kept.
     *
     * @throws KeyRejectedException {@link PolicyRejection.LabelInUse}; {@link PolicyRejection.MadeUnsafe}, and the key is deleted
     * @throws HsmException the token did not make it
     */
    public ManagedKey generate(KeySpec plan) {
        if (token.contents().isTaken(plan.label())) {
            throw new KeyRejectedException(new PolicyRejection.LabelInUse(plan.label(), token.label()));
        }
        token.generate(plan.label(), plan.bits(), (key, signer) -> placeholder(plan.label(), key, signer));
        ManagedKey made = entry(plan.label());
        List<KeyAttribute> defects = made.key().defects();
        if (!defects.isEmpty()) {
            token.delete(plan.label());
            throw new KeyRejectedException(new PolicyRejection.MadeUnsafe(plan.label(), token.label(), defects));
        }
        return made;
    }

    /**
     * Lets the key sign a request for a certificate, and verifies that signature before it is handed out.
     *
     * @throws KeyRejectedException {@link PolicyRejection.CanLeave}
     * @throws HsmException a {@link KeyFault}, or the device is gone
     */
    public Csr request(String label, CsrSubject organisation) {
        ProviderKey key = find(label);
        PublicKey certified = key.chain().get(0).getPublicKey();
        PKCS10CertificationRequest request = Csr.sign(organisation, certified, data -> token.sign(key, data));
        if (!Csr.isSignedBy(certified, request)) {
            throw new HsmException(new KeyFault.CertificateMismatch(label, token.label()));
        }
        return Csr.of(request);
    }

    /**
     * Puts an issued chain beside its key, reads it back, and lets the key sign a probe.
     *
     * @param organisation whose certificate it must be; empty: anybody's
     * @throws KeyRejectedException a {@link CertificateRejection} or {@link PolicyRejection}
     * @throws HsmException a {@link KeyFault}, or the device is gone
     */
    public ManagedKey importChain(
            String label, CertificateChain chain, Optional<String> organisation, Replacing replacing) {
        new ChainValidator(clock.instant(), organisation).check(chain);
        ProviderKey before = find(label);
        requireFits(before, chain.leaf());
        requireReplaceable(before, replacing);
        requireRoom(label, chain);
        ProviderKey after = token.replaceChain(before, chain.certificates());
        if (!chain.isShownAs(after.chain())) {
            throw new HsmException(new KeyFault.NotWritten(label, token.label(), "it shows another chain"));
        }
        token.prove(after, chain.leaf().getPublicKey());
        return entry(label);
    }

    private X509Certificate placeholder(String label, PublicKey key, UnaryOperator<byte[]> signer) {
        X509Certificate placeholder = PlaceholderCertificate.of(label, key, signer, random, clock.instant());
        if (!PlaceholderCertificate.isSignedByItself(placeholder)) {
            throw new HsmException(new KeyFault.NotWritten(label, token.label(), "it made a wrong signature"));
        }
        return placeholder;
    }

    private ProviderKey find(String label) {
        ProviderKey key = token.find(label);
        if (entry(label).key().canLeave()) {
            throw new KeyRejectedException(new PolicyRejection.CanLeave(label, token.label()));
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

    private static void requireReplaceable(ProviderKey key, Replacing replacing) {
        X509Certificate present = key.chain().get(0);
        if (replacing == Replacing.PLACEHOLDER && !PlaceholderName.isOf(present)) {
            throw new KeyRejectedException(new PolicyRejection.CertificateInPlace(key.label(), Seid.subject(present)));
        }
    }

    /** Where names or keys are not unique, SunPKCS11 would change or show another certificate than ours. */
    private void requireRoom(String label, CertificateChain chain) {
        TokenObjects contents = token.contents();
        Optional<CryptokiCertificate> other = contents.elsewhere(chain.leaf().getPublicKey(), label);
        if (other.isPresent()) {
            throw new KeyRejectedException(
                    new CertificateRejection.BesideOther(label, other.get().label()));
        }
        for (X509Certificate authority : chain.authorities()) {
            if (contents.hasNamesakeOf(authority)) {
                throw new KeyRejectedException(
                        new CertificateRejection.IssuerNamesake(Seid.subject(authority), token.label()));
            }
        }
    }
}
