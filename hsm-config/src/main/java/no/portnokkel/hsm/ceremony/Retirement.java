package no.portnokkel.hsm.ceremony;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import no.portnokkel.certificate.CertificationPath;
import no.portnokkel.hsm.LastSignatures;
import no.portnokkel.hsm.ceremony.Transcript.Result;
import no.portnokkel.hsm.ceremony.Transcript.Step;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.problem.Text;

/**
 * Removes a key and its certificate that nothing uses any more, after evidence of what was there, signed by the key itself as its last
 * signature. Not thread safe.
 */
public final class Retirement {
    private static final Duration QUIET = Duration.ofHours(24);
    private static final String NO_PLAN = "";

    private final WritableToken token;
    private final KeyLifecycle keys;
    private final CeremonyTools tools;
    private final Optional<String> auditKey;
    private final LastSignatures lastSignatures;
    private final Clock clock;

    /**
     * Creates a retirement; does nothing yet.
     *
     * @param tools with which it is carried out, for the evidence
     * @param auditKey label of a key that signs the evidence too
     */
    public Retirement(
            WritableToken token,
            KeyLifecycle keys,
            CeremonyTools tools,
            Optional<String> auditKey,
            LastSignatures lastSignatures,
            Clock clock) {
        this.token = token;
        this.keys = keys;
        this.tools = tools;
        this.auditKey = auditKey;
        this.lastSignatures = lastSignatures;
        this.clock = clock;
    }

    /**
     * Returns the key if it may be removed.
     *
     * @param name its label, the label of its certificate, or its {@code CKA_ID} in hexadecimal
     * @param inUse labels that the configuration names
     * @throws CeremonyRejectedException the configuration names it, or it has signed in the last 24 hours
     * @throws HsmException {@link KeyFault.NotFound} or {@link KeyFault.Ambiguous}
     */
    public ManagedKey find(String name, List<String> inUse) {
        List<ManagedKey> found = keys.keys(name);
        if (found.isEmpty()) {
            List<String> present = keys.keys().stream().map(ManagedKey::label).toList();
            throw new HsmException(new KeyFault.NotFound(name, token.label(), present));
        }
        if (found.size() > 1) {
            throw new HsmException(new KeyFault.Ambiguous(
                    name,
                    token.label(),
                    found.stream().map(key -> "CKA_ID " + key.key().id()).toList()));
        }
        ManagedKey key = found.get(0);
        if (inUse.contains(key.label()) || inUse.contains(key.key().label())) {
            throw refused(
                    Text.message("retirement.named", Map.of("label", key.label())),
                    Text.message("retirement.named-remedy"));
        }
        publicKey(key).ifPresent(publicKey -> requireQuiet(key.label(), publicKey));
        return key;
    }

    /**
     * Writes the evidence, and then removes the key, its public key and its certificate.
     *
     * @param directory of the evidence; new or empty
     * @throws CeremonyRejectedException the folder is in use, or neither the key nor an audit key signs
     * @throws HsmException a fault of the HSM; the key is there unless the fault is {@link KeyFault.Orphaned}
     */
    public void remove(ManagedKey key, Path directory) {
        EvidenceFolder folder = EvidenceFolder.at(directory);
        if (!folder.files().isEmpty() || folder.read(EvidenceFolder.MANIFEST).isPresent()) {
            throw refused(
                    Text.message("retirement.folder-in-use", Map.of("folder", directory)),
                    Text.message("retirement.folder-in-use-remedy"));
        }
        Map<PublicKey, UnaryOperator<byte[]>> signers = signers(key);
        JsonObjectBuilder fingerprint = Json.createObjectBuilder();
        publicKey(key).ifPresent(known -> fingerprint.add("publicKeySha256", Sha256.hex(known.getEncoded())));
        JsonObject publicKey = fingerprint.build();
        Transcript transcript = Transcript.in(folder, NO_PLAN, clock);
        transcript.append(
                Step.KEY,
                Result.DONE,
                KeyFacts.of(key).add("label", label(key)).addAll(Json.createObjectBuilder(publicKey)));
        if (certificate(key).isPresent() && !key.hasPlaceholder()) {
            List<X509Certificate> chain = chain(key);
            String pem = chain.stream().map(KeyFacts::pem).collect(Collectors.joining());
            folder.write(EvidenceFolder.CERTIFICATE, pem.getBytes(StandardCharsets.US_ASCII));
            transcript.append(Step.CERTIFICATE, Result.DONE, KeyFacts.of(chain.get(0)));
        }
        transcript.append(Step.REMOVAL, Result.BEGUN, tools.describe(token.token()));
        JsonObject about = Json.createObjectBuilder(publicKey)
                .add("kind", "retirement")
                .add("label", label(key))
                .add("plan", NO_PLAN)
                .build();
        folder.write(
                EvidenceFolder.PAGE, EvidencePage.of(about, transcript.lines()).getBytes(StandardCharsets.UTF_8));
        SortedMap<String, byte[]> contents = folder.files();
        EvidenceManifest manifest = EvidenceManifest.sign(about, contents, signers);
        contents.put(EvidenceFolder.MANIFEST, manifest.encode());
        if (!new EvidenceVerifier(List.of(), Optional.empty()).verify(contents).isIntact()) {
            throw new HsmException(new KeyFault.CertificateMismatch(key.label(), token.label()));
        }
        folder.write(EvidenceFolder.MANIFEST, manifest.encode());
        keys.destroy(key);
        if (keys.keys().stream().anyMatch(left -> left.key().equals(key.key()))) {
            throw new HsmException(new KeyFault.Orphaned(key.label(), token.label()));
        }
    }

    /** Returns the public key, of the certificate or, without one, as the token shows it; empty when nothing shows it. */
    private Optional<PublicKey> publicKey(ManagedKey key) {
        return certificate(key)
                .map(X509Certificate::getPublicKey)
                .or(() -> token.privateKey(key.key()).publicKey());
    }

    /** Returns the key's own certificate: another key may have one with the same {@code CKA_ID}. */
    private static Optional<X509Certificate> certificate(ManagedKey key) {
        return key.certificate().filter(present -> key.key().mayFit(present.getPublicKey()));
    }

    private static String label(ManagedKey key) {
        return certificate(key).isPresent() ? key.label() : key.key().label();
    }

    /** Returns the chain as the token shows it, or the certificate alone where what is above it does not fit, or not any more. */
    private List<X509Certificate> chain(ManagedKey key) {
        List<X509Certificate> alone = certificate(key).stream().toList();
        try {
            List<X509Certificate> shown =
                    token.find(key.label(), algorithm(key)).chain();
            boolean fits = shown.subList(0, 1).equals(alone)
                    && CertificationPath.exists(shown, List.of(shown.get(shown.size() - 1)), Instant.now(clock));
            return fits ? shown : alone;
        } catch (HsmException notUsable) {
            return alone;
        }
    }

    private static SignatureAlgorithm algorithm(ManagedKey key) {
        return SignatureAlgorithm.ofProbe(key.key().type());
    }

    private void requireQuiet(String label, PublicKey publicKey) {
        Optional<Instant> last;
        try {
            last = lastSignatures.of(publicKey);
        } catch (IOException unreadable) {
            throw new CeremonyRejectedException(
                    CeremonyRejectedException.Kind.MACHINE,
                    Text.message("retirement.unknown-use", Map.of("file", String.valueOf(unreadable.getMessage()))),
                    Text.message("retirement.unknown-use-remedy"));
        }
        last.filter(time -> Duration.between(time, clock.instant()).compareTo(QUIET) < 0)
                .ifPresent(time -> {
                    throw refused(
                            Text.message("retirement.has-signed", Map.of("label", label, "time", time)),
                            Text.message("retirement.has-signed-remedy"));
                });
    }

    /** A key that does not sign any more can be removed all the same, where there is an audit key to sign the evidence. */
    private Map<PublicKey, UnaryOperator<byte[]>> signers(ManagedKey key) {
        Map<PublicKey, UnaryOperator<byte[]>> signers = new LinkedHashMap<>();
        publicKey(key).ifPresent(known -> ownSigner(key, known).ifPresent(signer -> signers.put(known, signer)));
        auditKey.filter(label -> !label.equals(key.label()))
                .map(label -> token.find(label, SignatureAlgorithm.ES256))
                .ifPresent(audit -> signers.put(audit.chain().get(0).getPublicKey(), data -> token.sign(audit, data)));
        if (signers.isEmpty()) {
            throw refused(
                    Text.message("retirement.nobody-signs", Map.of("label", key.label())),
                    Text.message("retirement.nobody-signs-remedy"));
        }
        return signers;
    }

    private Optional<UnaryOperator<byte[]>> ownSigner(ManagedKey key, PublicKey known) {
        try {
            if (certificate(key).isEmpty()) {
                UnaryOperator<byte[]> signer = token.privateKey(key.key())::sign;
                return token.proves(known, signer) ? Optional.of(signer) : Optional.empty();
            }
            ProviderKey own = token.find(key.label(), algorithm(key));
            token.prove(own, known);
            return Optional.of(data -> token.sign(own, data));
        } catch (HsmException doesNotSign) {
            return Optional.empty();
        }
    }

    /** Returns the rejection of a removal that nobody has confirmed. */
    public static CeremonyRejectedException notConfirmed() {
        return refused(Text.message("retirement.not-confirmed"), Text.message("retirement.not-confirmed-remedy"));
    }

    private static CeremonyRejectedException refused(Text detail, Text remedy) {
        return new CeremonyRejectedException(CeremonyRejectedException.Kind.POLICY, detail, remedy);
    }
}
