package no.portnokkel.hsm.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import no.portnokkel.problem.Text;
import no.portnokkel.problem.UntrustedText;

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
        List<Text> others = new ArrayList<>();
        SortedMap<String, byte[]> contents = EvidenceFolder.contents(
                folder,
                name -> others.add(
                        Text.message("evidence.file-not-signed", Map.of("file", UntrustedText.oneLine(name)))));
        return verify(contents, others);
    }

    /** As {@link #verify(Path)}, files of evidence by name. */
    EvidenceVerification verify(Map<String, byte[]> contents) {
        return verify(contents, new ArrayList<>());
    }

    private EvidenceVerification verify(Map<String, byte[]> contents, List<Text> findings) {
        Optional<EvidenceManifest> read =
                Optional.ofNullable(contents.get(EvidenceFolder.MANIFEST)).flatMap(EvidenceManifest::decode);
        if (read.isEmpty()) {
            findings.add(0, Text.message("evidence.no-manifest"));
            return new EvidenceVerification(Optional.empty(), Optional.empty(), false, findings);
        }
        EvidenceManifest manifest = read.get();
        if (!manifest.isSigned()) {
            findings.add(Text.message("evidence.wrong-signature"));
        }
        if (auditKey.isPresent() && !manifest.signers().contains(auditKey.get())) {
            findings.add(Text.message("evidence.other-signer"));
        }
        compare(manifest, contents, findings);
        boolean anchored =
                findings.isEmpty() && new EvidenceParts(manifest, contents, authorities, findings).belongTogether();
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
                findings.add(Text.message("evidence.file-missing", Map.of("file", UntrustedText.oneLine(name))));
            } else if (signed.isEmpty()) {
                findings.add(Text.message("evidence.file-not-signed", Map.of("file", UntrustedText.oneLine(name))));
            } else if (!found.equals(signed)) {
                findings.add(Text.message("evidence.file-changed", Map.of("file", UntrustedText.oneLine(name))));
            }
        }
    }
}
