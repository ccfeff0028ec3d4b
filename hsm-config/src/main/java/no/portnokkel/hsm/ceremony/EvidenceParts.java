package no.portnokkel.hsm.ceremony;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import no.portnokkel.certificate.CertificateFile;
import no.portnokkel.certificate.CertificationPath;
import no.portnokkel.certificate.Seid;
import no.portnokkel.hsm.ceremony.CeremonyPlan.Person;
import no.portnokkel.hsm.ceremony.Transcript.Result;
import no.portnokkel.hsm.ceremony.Transcript.Step;
import no.portnokkel.hsm.keys.Csr;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.problem.Text;

/** The parts of evidence whose files are as they were signed: what each says of the others must hold too. */
final class EvidenceParts {
    private static final Text INCOMPLETE = Text.message("evidence.incomplete");

    private final EvidenceManifest manifest;
    private final Map<String, byte[]> contents;
    private final List<X509Certificate> authorities;
    private final List<Text> findings;
    private final PublicKey signer;

    /**
     * Creates the check.
     *
     * @param authorities from which the certificate must come; empty: that is not verified
     * @param findings receives what does not fit
     */
    EvidenceParts(
            EvidenceManifest manifest,
            Map<String, byte[]> contents,
            List<X509Certificate> authorities,
            List<Text> findings) {
        this.manifest = manifest;
        this.contents = contents;
        this.authorities = authorities;
        this.findings = findings;
        this.signer = manifest.signers().get(0);
    }

    /** Reports what does not fit, and returns whether the certificate comes from one of the authorities. */
    boolean belongTogether() {
        List<JsonObject> lines = Optional.ofNullable(contents.get(EvidenceFolder.TRANSCRIPT))
                .flatMap(Transcript::read)
                .orElse(List.of());
        try {
            List<X509Certificate> chain = chain();
            switch (manifest.about().getString("kind", "")) {
                case "ceremony" -> requireCeremony(lines, chain);
                case "retirement" -> requireRetirement(lines, chain);
                default -> findings.add(INCOMPLETE);
            }
            return findings.isEmpty() && isAnchored(lines, chain);
        } catch (ClassCastException
                | NullPointerException
                | IllegalArgumentException notOurs) { // a member is missing or of another type
            findings.add(INCOMPLETE);
            return false;
        }
    }

    private void requireCeremony(List<JsonObject> lines, List<X509Certificate> chain) {
        boolean all = Set.of(Step.CONFIRMATION, Step.KEY, Step.REQUEST, Step.CERTIFICATE).stream()
                .allMatch(step -> Transcript.find(lines, step, Result.DONE).isPresent());
        boolean failed =
                lines.stream().anyMatch(line -> line.getString("result").equals(Result.FAILED.word()));
        if (!all || failed || chain.isEmpty()) {
            findings.add(INCOMPLETE);
            return;
        }
        requirePlan(lines);
        requireKey(lines, chain.get(0));
    }

    private void requirePlan(List<JsonObject> lines) {
        CeremonyPlan plan;
        try {
            plan = PlanReader.read(file(EvidenceFolder.PLAN), name -> file(EvidenceFolder.AUTHORITIES));
        } catch (CeremonyRejectedException notAPlan) {
            findings.add(Text.message("evidence.other-plan"));
            return;
        }
        JsonObject about = manifest.about();
        boolean same = plan.sha256().equals(about.getString("plan"))
                && plan.sha256().equals(lines.get(0).getString("plan"))
                && plan.purpose().equals(about.getString("purpose"))
                && plan.environmentClass().word().equals(about.getString("class"))
                && plan.organisation().number().equals(about.getString("organisation"))
                && plan.key().label().equals(about.getString("label"))
                && plan.key().label().equals(data(lines, Step.KEY).getString("label"))
                && isHeaded(EvidenceFolder.REQUEST, plan.sha256())
                && isHeaded(EvidenceFolder.CERTIFICATE, plan.sha256());
        if (!same) {
            findings.add(Text.message("evidence.other-plan"));
        }
        boolean confirmed = lines.stream()
                .filter(line -> line.getString("step").equals(Step.CONFIRMATION.word()))
                .allMatch(line -> persons(line.getJsonObject("data")).equals(Set.copyOf(plan.persons())));
        if (!confirmed) {
            findings.add(Text.message("evidence.other-persons"));
        }
    }

    private void requireKey(List<JsonObject> lines, X509Certificate leaf) {
        byte[] request = file(EvidenceFolder.REQUEST);
        Optional<PublicKey> requested =
                Csr.read(new String(request, StandardCharsets.US_ASCII)).map(Csr::publicKey);
        JsonObject key = data(lines, Step.KEY);
        JsonObject certificate = data(lines, Step.CERTIFICATE);
        String fingerprint = Sha256.hex(signer.getEncoded());
        boolean same = leaf.getPublicKey().equals(signer)
                && requested.equals(Optional.of(signer))
                && Transcript.isSealed(lines, signer, request)
                && key.getString("publicKeySha256").equals(fingerprint)
                && certificate.getString("publicKeySha256").equals(fingerprint)
                && certificate.getString("sha256").equals(Sha256.hex(file(EvidenceFolder.CERTIFICATE)))
                && certificate
                        .getString("certificateSha256")
                        .equals(KeyFacts.of(leaf).build().getString("certificateSha256"));
        if (!same) {
            findings.add(Text.message("evidence.other-key"));
        }
        if (!Seid.organisationNumber(leaf).equals(Optional.of(manifest.about().getString("organisation")))) {
            findings.add(Text.message("evidence.other-organisation"));
        }
        for (JsonObject shown : List.of(key.getJsonObject("attributes"), certificate.getJsonObject("attributes"))) {
            for (KeyAttribute attribute : KeyAttribute.values()) {
                if (shown.getBoolean(attribute.word(), !attribute.requiredValue()) != attribute.requiredValue()) {
                    findings.add(Text.message("evidence.unprotected", Map.of("attribute", attribute.title())));
                }
            }
        }
    }

    /** A certificate is public: only the signature of its key shows that the evidence is about it. */
    private void requireRetirement(List<JsonObject> lines, List<X509Certificate> chain) {
        JsonObject about = manifest.about();
        JsonObject key = data(lines, Step.KEY);
        boolean whole = Transcript.find(lines, Step.REMOVAL, Result.BEGUN).isPresent()
                && about.getString("plan").isEmpty()
                && key.getString("label").equals(about.getString("label"));
        if (!whole) {
            findings.add(INCOMPLETE);
        }
        String fingerprint = key.getString("publicKeySha256", "");
        boolean same = fingerprint.equals(about.getString("publicKeySha256", ""))
                && (chain.isEmpty()
                        || Sha256.hex(chain.get(0).getPublicKey().getEncoded()).equals(fingerprint))
                && (authorities.isEmpty() || Sha256.hex(signer.getEncoded()).equals(fingerprint));
        if (!same) {
            findings.add(Text.message("evidence.other-key"));
        }
    }

    /** A key may be removed after its certificate has expired: that of a retirement counts while it was valid. */
    private boolean isAnchored(List<JsonObject> lines, List<X509Certificate> chain) {
        Instant then = Instant.parse(lines.get(lines.size() - 1).getString("time"));
        boolean retirement = manifest.about().getString("kind").equals("retirement");
        if (retirement
                && !chain.isEmpty()
                && then.isAfter(chain.get(0).getNotAfter().toInstant())) {
            then = chain.get(0).getNotAfter().toInstant();
        }
        boolean isChain =
                chain.size() < 2 || CertificationPath.exists(chain, List.of(chain.get(chain.size() - 1)), then);
        if (!isChain) {
            findings.add(Text.message("evidence.broken-chain"));
            return false;
        }
        if (authorities.isEmpty()) {
            return false;
        }
        boolean anchored = !chain.isEmpty() && CertificationPath.exists(chain, authorities, then);
        if (!anchored) {
            findings.add(Text.message("evidence.other-authority"));
        }
        return anchored;
    }

    private List<X509Certificate> chain() {
        byte[] file = contents.get(EvidenceFolder.CERTIFICATE);
        return file == null ? List.of() : CertificateFile.read(file);
    }

    private byte[] file(String name) {
        return Optional.ofNullable(contents.get(name)).orElseGet(() -> new byte[0]);
    }

    private boolean isHeaded(String name, String plan) {
        return new String(file(name), StandardCharsets.US_ASCII).startsWith("Plan-SHA256: " + plan + "\n");
    }

    private static JsonObject data(List<JsonObject> lines, Step step) {
        return Transcript.find(lines, step, Result.DONE)
                .map(line -> line.getJsonObject("data"))
                .orElse(JsonValue.EMPTY_JSON_OBJECT);
    }

    private static Set<Person> persons(JsonObject confirmation) {
        return confirmation.getJsonArray("persons").stream()
                .map(JsonValue::asJsonObject)
                .flatMap(one -> Person.parse(one.getString("name") + "=" + one.getString("role")).stream())
                .collect(Collectors.toSet());
    }
}
