package no.portnokkel.hsm.ceremony;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import no.portnokkel.certificate.PlaceholderName;
import no.portnokkel.hsm.ceremony.Transcript.Result;
import no.portnokkel.hsm.ceremony.Transcript.Step;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.fault.KeyFault;
import no.portnokkel.hsm.keys.Csr;
import no.portnokkel.hsm.keys.IssuedCertificates;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.KeyRejectedException;
import no.portnokkel.hsm.keys.ManagedKey;
import no.portnokkel.hsm.keys.PolicyRejection;
import no.portnokkel.hsm.pkcs11.ProviderKey;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.problem.Text;

/** The steps of a ceremony. Each is recorded when it is done, and before, where the HSM changes; each can be taken again. */
final class CeremonySteps {
    private final CeremonyPlan plan;
    private final WritableToken token;
    private final KeyLifecycle keys;
    private final SecureRandom random;

    CeremonySteps(CeremonyPlan plan, WritableToken token, KeyLifecycle keys, SecureRandom random) {
        this.plan = plan;
        this.token = token;
        this.keys = keys;
        this.random = random;
    }

    /** Generates the key, unless an interrupted run of this ceremony has. */
    void makeKey(Transcript transcript) {
        String label = plan.key().label();
        String mark = begun(transcript);
        Optional<ManagedKey> present = ownKey(mark);
        try {
            ManagedKey key = present.orElseGet(() -> keys.generate(plan.key(), mark));
            Optional<PolicyRejection> deviation = key.deviations(plan.key(), token.label()).stream()
                    .findFirst()
                    .or(() -> key.deviatingOperations(token.label()));
            if (deviation.isPresent()) {
                keys.destroy(key);
                throw new KeyRejectedException(deviation.get());
            }
            transcript.append(Step.KEY, Result.DONE, KeyFacts.of(key).add("adopted", present.isPresent()));
        } catch (KeyRejectedException rejected) {
            transcript.append(
                    Step.KEY,
                    Result.FAILED,
                    Json.createObjectBuilder()
                            .add("label", label)
                            .add("why", rejected.rejection().detail().en()));
            throw rejected;
        }
    }

    /** Returns the mark of the key, by which it is known after an interruption. */
    private String begun(Transcript transcript) {
        Optional<String> before = Transcript.find(transcript.lines(), Step.KEY, Result.BEGUN)
                .map(line -> line.getJsonObject("data").getString("mark", ""));
        if (before.isPresent()) {
            return before.get();
        }
        byte[] unique = new byte[PlaceholderName.MARK_BYTES];
        random.nextBytes(unique);
        String mark = HexFormat.of().formatHex(unique);
        transcript.append(
                Step.KEY,
                Result.BEGUN,
                Json.createObjectBuilder().add("label", plan.key().label()).add("mark", mark));
        return mark;
    }

    /**
     * Returns the key that an interrupted run has made: its placeholder has the mark, or it has neither certificate nor {@code CKA_ID},
     * as between the two calls of a generation. Another key of the label belongs to somebody else, and is left alone.
     */
    private Optional<ManagedKey> ownKey(String mark) {
        List<ManagedKey> present = labelled();
        List<ManagedKey> ours = present.stream()
                .filter(key -> key.certificate().isEmpty()
                        ? key.key().id().isEmpty()
                        : key.certificate()
                                .flatMap(PlaceholderName::mark)
                                .filter(mark::equals)
                                .isPresent())
                .toList();
        if (present.size() != ours.size() || ours.size() > 1) {
            throw new CeremonyRejectedException(
                    CeremonyRejectedException.Kind.POLICY,
                    Text.message(
                            "ceremony.foreign-key", Map.of("label", plan.key().label(), "token", token.label())),
                    Text.message("ceremony.foreign-key-remedy"));
        }
        return ours.stream().findFirst();
    }

    private List<ManagedKey> labelled() {
        return keys.keys().stream()
                .filter(key -> key.key().label().equals(plan.key().label()))
                .toList();
    }

    /**
     * Requires that key, request and transcript are as the first part of the ceremony has left them.
     *
     * @throws CeremonyRejectedException a file has been edited
     * @throws HsmException the key is not there, or another one has its label
     */
    void requireUntouched(EvidenceFolder folder, Transcript transcript) {
        byte[] request = folder.read(EvidenceFolder.REQUEST).orElseThrow(() -> Transcript.edited(folder));
        PublicKey requested = Csr.read(new String(request, StandardCharsets.US_ASCII))
                .map(Csr::publicKey)
                .orElseThrow(() -> Transcript.edited(folder));
        if (!Transcript.isSealed(transcript.lines(), requested, request)) {
            throw Transcript.edited(folder);
        }
        List<ManagedKey> present = labelled();
        boolean same = present.size() == 1
                && present.get(0).key().mayFit(requested)
                && present.get(0).deviations(plan.key(), token.label()).isEmpty();
        if (!same) {
            throw new CeremonyRejectedException(
                    CeremonyRejectedException.Kind.CERTIFICATE,
                    Text.message(
                            "ceremony.other-key", Map.of("label", plan.key().label(), "token", token.label())),
                    Text.message("ceremony.other-key-remedy"));
        }
    }

    /** Lets the key sign its certificate request. */
    void request(EvidenceFolder folder, Transcript transcript) {
        Csr request = keys.createCsr(plan.key().label(), plan.organisation());
        byte[] file = artefact(request.pem());
        folder.write(EvidenceFolder.REQUEST, file);
        JsonObject data = Json.createObjectBuilder()
                .add("subject", request.subject())
                .add("publicKeySha256", Sha256.hex(request.publicKey().getEncoded()))
                .add("sha256", Sha256.hex(file))
                .build();
        byte[] seal = token.sign(token.find(plan.key().label()), transcript.seal(data));
        transcript.append(
                Step.REQUEST,
                Result.DONE,
                Json.createObjectBuilder(data).add("seal", Base64.getEncoder().encodeToString(seal)));
    }

    /** Imports what the issuer has delivered, unless an interrupted run has. */
    void certify(
            EvidenceFolder folder, Transcript transcript, IssuedCertificates issued, Map<String, byte[]> delivery) {
        String label = plan.key().label();
        JsonArrayBuilder files = Json.createArrayBuilder();
        delivery.forEach((name, content) -> files.add(Json.createObjectBuilder()
                .add("name", Path.of(name).getFileName().toString())
                .add("sha256", Sha256.hex(content))));
        boolean resumed = transcript.has(Step.CERTIFICATE, Result.BEGUN)
                && keys.keys(label).stream()
                        .flatMap(key -> key.certificate().stream())
                        .anyMatch(issued::contains);
        transcript.append(
                Step.CERTIFICATE, Result.BEGUN, Json.createObjectBuilder().add("delivery", files));
        KeyLifecycle.Requirements requirements = new KeyLifecycle.Requirements(
                Optional.of(plan.organisation().number()), anyLabel -> List.of(), Optional.of(plan.issuerProfile()));
        ManagedKey key;
        try {
            key = keys.importChain(
                    label,
                    issued,
                    requirements,
                    resumed ? KeyLifecycle.Replaceable.ANY_CERTIFICATE : KeyLifecycle.Replaceable.PLACEHOLDER);
        } catch (KeyRejectedException rejected) {
            transcript.append(
                    Step.CERTIFICATE,
                    Result.REJECTED,
                    Json.createObjectBuilder()
                            .add("why", rejected.rejection().detail().en()));
            throw rejected;
        }
        List<X509Certificate> chain =
                issued.chainOf(key.certificate().orElseThrow().getPublicKey());
        String pem = chain.stream().map(KeyFacts::pem).collect(Collectors.joining());
        byte[] file = artefact(pem);
        folder.write(EvidenceFolder.CERTIFICATE, file);
        transcript.append(
                Step.CERTIFICATE,
                Result.DONE,
                KeyFacts.of(chain.get(0)).addAll(KeyFacts.of(key)).add("sha256", Sha256.hex(file)));
    }

    /** Writes the page, and lets the key, and the key of the audit, sign all files. */
    void sign(EvidenceFolder folder, Transcript transcript, Optional<String> auditKey) {
        ProviderKey key = token.find(plan.key().label());
        Map<PublicKey, UnaryOperator<byte[]>> signers = new LinkedHashMap<>();
        signers.put(key.chain().get(0).getPublicKey(), data -> token.sign(key, data));
        auditKey.map(label -> token.find(label, SignatureAlgorithm.ES256))
                .ifPresent(audit -> signers.put(audit.chain().get(0).getPublicKey(), data -> token.sign(audit, data)));
        transcript.append(
                Step.EVIDENCE, Result.BEGUN, Json.createObjectBuilder().add("signers", signers.size()));
        JsonObject about = Json.createObjectBuilder()
                .add("kind", "ceremony")
                .add("purpose", plan.purpose())
                .add("class", plan.environmentClass().word())
                .add("organisation", plan.organisation().number())
                .add("label", plan.key().label())
                .add("plan", plan.sha256())
                .build();
        folder.write(
                EvidenceFolder.PAGE, EvidencePage.of(about, transcript.lines()).getBytes(StandardCharsets.UTF_8));
        SortedMap<String, byte[]> contents = folder.files();
        EvidenceManifest manifest = EvidenceManifest.sign(about, contents, signers);
        if (!manifest.isSigned()) {
            throw new HsmException(new KeyFault.CertificateMismatch(plan.key().label(), token.label()));
        }
        contents.put(EvidenceFolder.MANIFEST, manifest.encode());
        if (!new EvidenceVerifier(List.of(), Optional.empty()).verify(contents).isIntact()) {
            throw Transcript.edited(folder);
        }
        folder.write(EvidenceFolder.MANIFEST, manifest.encode());
    }

    /** Text before a PEM block is no part of it (RFC 7468, 2): it tells to which plan the file belongs. */
    private byte[] artefact(String pem) {
        return ("Plan-SHA256: " + plan.sha256() + "\n" + pem).getBytes(StandardCharsets.US_ASCII);
    }
}
