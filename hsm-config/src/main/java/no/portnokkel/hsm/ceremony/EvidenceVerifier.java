package no.portnokkel.hsm.ceremony;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import no.portnokkel.certificate.CertificateFile;
import no.portnokkel.certificate.Seid;
import no.portnokkel.hsm.ceremony.CeremonyPlan.Role;
import no.portnokkel.hsm.ceremony.Transcript.Result;
import no.portnokkel.hsm.ceremony.Transcript.Step;
import no.portnokkel.hsm.keys.Csr;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.problem.Text;

/** Verifies evidence with nothing but its folder, and the authorities and keys that the reader brings. Thread safe. */
public final class EvidenceVerifier {
    private final List<X509Certificate> authorities;
    private final Optional<PublicKey> auditKey;

    /**
     * Creates a verifier.
     *
     * @param authorities from which the certificate must come; empty: that is not verified
     * @param auditKey which must have signed too; empty: that is not verified
     */
    public EvidenceVerifier(List<X509Certificate> authorities, Optional<PublicKey> auditKey) {
        this.authorities = List.copyOf(authorities);
        this.auditKey = auditKey;
    }

    /**
     * Verifies a folder.
     *
     * @throws IOException it cannot be read
     */
    public EvidenceVerification verify(Path folder) throws IOException {
        Map<String, byte[]> contents = EvidenceFolder.contents(folder);
        Optional<EvidenceManifest> read =
                Optional.ofNullable(contents.get(EvidenceFolder.MANIFEST)).flatMap(EvidenceManifest::decode);
        if (read.isEmpty()) {
            return new EvidenceVerification(
                    Optional.empty(), Optional.empty(), false, List.of(Text.message("evidence.no-manifest")));
        }
        EvidenceManifest manifest = read.get();
        List<Text> findings = new ArrayList<>();
        if (!manifest.isSigned()) {
            findings.add(Text.message("evidence.wrong-signature"));
        }
        if (auditKey.isPresent() && !manifest.signers().contains(auditKey.get())) {
            findings.add(Text.message("evidence.other-signer"));
        }
        compare(manifest, contents, findings);
        boolean anchored = false;
        if (findings.isEmpty()) {
            anchored = new Parts(manifest, contents, findings).belongTogether();
        }
        return new EvidenceVerification(
                Optional.of(manifest.about()), manifest.signers().stream().findFirst(), anchored, findings);
    }

    private static void compare(EvidenceManifest manifest, Map<String, byte[]> contents, List<Text> findings) {
        Set<String> names = new TreeSet<>(contents.keySet());
        names.remove(EvidenceFolder.MANIFEST);
        names.addAll(manifest.files().keySet());
        for (String name : names) {
            Optional<String> found = Optional.ofNullable(contents.get(name)).map(Sha256::hex);
            Optional<String> signed = Optional.ofNullable(manifest.files().get(name));
            if (found.isEmpty()) {
                findings.add(Text.message("evidence.file-missing", Map.of("file", name)));
            } else if (signed.isEmpty()) {
                findings.add(Text.message("evidence.file-not-signed", Map.of("file", name)));
            } else if (!found.equals(signed)) {
                findings.add(Text.message("evidence.file-changed", Map.of("file", name)));
            }
        }
    }

    /** The parts of an intact folder: what each says of the others must hold. */
    private final class Parts {
        private final EvidenceManifest manifest;
        private final Map<String, byte[]> contents;
        private final List<Text> findings;

        Parts(EvidenceManifest manifest, Map<String, byte[]> contents, List<Text> findings) {
            this.manifest = manifest;
            this.contents = contents;
            this.findings = findings;
        }

        /** Reports what does not fit, and returns whether the certificate comes from one of the authorities. */
        boolean belongTogether() {
            List<JsonObject> lines = Optional.ofNullable(contents.get(EvidenceFolder.TRANSCRIPT))
                    .flatMap(Transcript::read)
                    .orElse(List.of());
            if (manifest.about().getString("kind", "").equals("retirement")) {
                if (Transcript.find(lines, Step.REMOVAL, Result.BEGUN).isEmpty()) {
                    findings.add(Text.message("evidence.incomplete"));
                }
                return false; // its certificate may have expired since
            }
            List<X509Certificate> chain = chain();
            if (lines.isEmpty() || chain.isEmpty()) {
                findings.add(Text.message("evidence.incomplete"));
                return false;
            }
            try {
                requirePlan(lines);
                requireSteps(lines);
                requireKey(lines, chain.get(0));
            } catch (ClassCastException | NullPointerException notOurs) { // a member is missing or of another type
                findings.add(Text.message("evidence.incomplete"));
            }
            return requireAuthority(
                    chain, Instant.parse(lines.get(lines.size() - 1).getString("time")));
        }

        private void requirePlan(List<JsonObject> lines) {
            List<byte[]> files = Stream.of(EvidenceFolder.PLAN, EvidenceFolder.AUTHORITIES)
                    .filter(contents::containsKey)
                    .map(contents::get)
                    .toList();
            String plan = Sha256.hex(files);
            if (!plan.equals(manifest.about().getString("plan"))
                    || !plan.equals(lines.get(0).getString("plan"))) {
                findings.add(Text.message("evidence.other-plan"));
            }
        }

        private void requireSteps(List<JsonObject> lines) {
            boolean all = Stream.of(Step.CONFIRMATION, Step.KEY, Step.REQUEST, Step.CERTIFICATE)
                    .allMatch(step -> Transcript.find(lines, step, Result.DONE).isPresent());
            boolean failed =
                    lines.stream().anyMatch(line -> line.getString("result").equals(Result.FAILED.word()));
            if (!all || failed) {
                findings.add(Text.message("evidence.incomplete"));
            }
            JsonArray persons = data(lines, Step.CONFIRMATION).getJsonArray("persons");
            for (Role role : List.of(Role.SECURITY_OFFICER, Role.WITNESS)) {
                if (persons.stream()
                        .map(JsonValue::asJsonObject)
                        .noneMatch(one -> one.getString("role").equals(role.word()))) {
                    findings.add(Text.message("plan.role-missing", Map.of("role", role.word())));
                }
            }
        }

        private void requireKey(List<JsonObject> lines, X509Certificate leaf) {
            PublicKey signer = manifest.signers().get(0);
            Optional<PublicKey> requested = Optional.ofNullable(contents.get(EvidenceFolder.REQUEST))
                    .map(file -> new String(file, StandardCharsets.US_ASCII))
                    .flatMap(Csr::read)
                    .map(Csr::publicKey);
            String generated = data(lines, Step.KEY).getString("publicKeySha256");
            if (!leaf.getPublicKey().equals(signer)
                    || !requested.equals(Optional.of(signer))
                    || !generated.equals(Sha256.hex(signer.getEncoded()))) {
                findings.add(Text.message("evidence.other-key"));
            }
            if (!Seid.organisationNumber(leaf)
                    .equals(Optional.of(manifest.about().getString("organisation")))) {
                findings.add(Text.message("evidence.other-organisation"));
            }
            JsonObject attributes = data(lines, Step.KEY).getJsonObject("attributes");
            for (KeyAttribute attribute : KeyAttribute.values()) {
                if (attributes.getBoolean(attribute.word(), !attribute.requiredValue()) != attribute.requiredValue()) {
                    findings.add(Text.message("evidence.unprotected", Map.of("attribute", attribute.title())));
                }
            }
        }

        private boolean requireAuthority(List<X509Certificate> chain, Instant then) {
            for (int i = 0; i < chain.size(); i++) {
                boolean valid = !then.isBefore(chain.get(i).getNotBefore().toInstant())
                        && !then.isAfter(chain.get(i).getNotAfter().toInstant());
                if (!valid || (i > 0 && !isSignedBy(chain.get(i - 1), chain.get(i)))) {
                    findings.add(Text.message("evidence.broken-chain"));
                    return false;
                }
            }
            if (authorities.isEmpty()) {
                return false;
            }
            boolean anchored = authorities.stream()
                    .anyMatch(authority -> authority.getBasicConstraints() >= 0
                            && chain.stream().anyMatch(one -> one.equals(authority) || isSignedBy(one, authority)));
            if (!anchored) {
                findings.add(Text.message("evidence.other-authority"));
            }
            return anchored;
        }

        private List<X509Certificate> chain() {
            try {
                return CertificateFile.read(Optional.ofNullable(contents.get(EvidenceFolder.CERTIFICATE))
                        .orElseGet(() -> new byte[0]));
            } catch (CertificateFile.UnreadableException none) {
                return List.of();
            }
        }

        private JsonObject data(List<JsonObject> lines, Step step) {
            return Transcript.find(lines, step, Result.DONE)
                    .map(line -> line.getJsonObject("data"))
                    .orElse(JsonValue.EMPTY_JSON_OBJECT);
        }
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
        } catch (GeneralSecurityException notByThisOne) {
            return false;
        }
    }
}
