package no.portnokkel.hsm.ceremony;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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

/** The steps of a ceremony. Each is recorded when it is done, and before, where the HSM changes; each can be taken again. */
final class CeremonySteps {
    private final CeremonyPlan plan;
    private final WritableToken token;
    private final KeyLifecycle keys;

    CeremonySteps(CeremonyPlan plan, WritableToken token, KeyLifecycle keys) {
        this.plan = plan;
        this.token = token;
        this.keys = keys;
    }

    /** Generates the key, unless an interrupted run has. Before the first run the label was free, so a key of this label is ours. */
    void makeKey(Transcript transcript) {
        String label = plan.key().label();
        boolean begun = transcript.has(Step.KEY, Result.BEGUN);
        if (!begun) {
            transcript.append(Step.KEY, Result.BEGUN, Json.createObjectBuilder().add("label", label));
        }
        List<ManagedKey> present = begun ? keys.keys(label) : List.of();
        if (present.size() > 1) {
            throw new HsmException(new KeyFault.Ambiguous(
                    label,
                    token.label(),
                    present.stream().map(key -> "CKA_ID " + key.key().id()).toList()));
        }
        ManagedKey key;
        try {
            key = present.isEmpty() ? keys.generate(plan.key()) : present.get(0);
            List<PolicyRejection> deviations =
                    present.isEmpty() ? List.of() : key.deviations(plan.key(), token.label());
            if (!present.isEmpty() && key.certificate().isPresent() && !key.hasPlaceholder()) { // not of this ceremony
                throw new KeyRejectedException(new PolicyRejection.LabelInUse(label, token.label()));
            }
            Optional<PolicyRejection> deviation =
                    deviations.stream().findFirst().or(() -> key.deviatingOperations(token.label()));
            if (deviation.isPresent()) {
                keys.destroy(key);
                throw new KeyRejectedException(deviation.get());
            }
        } catch (KeyRejectedException rejected) {
            transcript.append(
                    Step.KEY,
                    Result.FAILED,
                    Json.createObjectBuilder()
                            .add("label", label)
                            .add("why", rejected.rejection().detail().en()));
            throw rejected;
        }
        transcript.append(Step.KEY, Result.DONE, KeyFacts.of(key).add("adopted", !present.isEmpty()));
    }

    /** Lets the key sign its certificate request. */
    void request(EvidenceFolder folder, Transcript transcript) {
        Csr request = keys.createCsr(plan.key().label(), plan.organisation());
        byte[] file = artefact(request.pem());
        folder.write(EvidenceFolder.REQUEST, file);
        transcript.append(
                Step.REQUEST,
                Result.DONE,
                Json.createObjectBuilder()
                        .add("subject", request.subject())
                        .add("publicKeySha256", Sha256.hex(request.publicKey().getEncoded()))
                        .add("sha256", Sha256.hex(file)));
    }

    /** Imports what the issuer has delivered, unless an interrupted run has. */
    void certify(
            EvidenceFolder folder, Transcript transcript, IssuedCertificates issued, Map<String, byte[]> delivery) {
        String label = plan.key().label();
        JsonObjectBuilder files = Json.createObjectBuilder();
        delivery.forEach(
                (name, content) -> files.add(Path.of(name).getFileName().toString(), Sha256.hex(content)));
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
        List<X509Certificate> chain = token.find(label).chain();
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
        EvidenceManifest manifest = EvidenceManifest.sign(about, folder.files(), signers);
        if (!manifest.isSigned()) {
            throw new HsmException(new KeyFault.CertificateMismatch(plan.key().label(), token.label()));
        }
        folder.write(EvidenceFolder.MANIFEST, manifest.encode());
    }

    /** Text before a PEM block is no part of it (RFC 7468, 2): it tells to which plan the file belongs. */
    private byte[] artefact(String pem) {
        return ("Plan-SHA256: " + plan.sha256() + "\n" + pem).getBytes(StandardCharsets.US_ASCII);
    }
}
