package no.portnokkel.audit;

import java.io.IOException;
import java.io.InputStream;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import no.portnokkel.problem.UntrustedText;

/**
 * Verifies an exported audit with a checkpoint, offline. Reads a line at a time: needs some megabytes for a file of any size and
 * content. Immutable and thread safe.
 */
public final class AuditVerifier {
    private static final int LONGEST_SIGNERS = 500;

    private final PublicKey signer;

    /**
     * Creates a verifier.
     *
     * @param signer the key that must have signed the checkpoint, from a source that the bank's server cannot change
     * @throws IllegalArgumentException it is not a key of ECDSA on the curve P-256
     */
    public AuditVerifier(PublicKey signer) {
        if (!NoteKey.isP256(signer)) {
            throw new IllegalArgumentException("The signer of an audit is a key of ECDSA on the curve P-256.");
        }
        this.signer = signer;
    }

    /**
     * Verifies that a file has exactly the records of a checkpoint. Whatever the content of the two is, it is a finding and no
     * failure.
     *
     * @param export JSON Lines, oldest first, beginning with the first record; read to its end or to the first line that is no
     *     record, not closed
     * @param note the checkpoint with its signatures; longer than {@link Checkpoint#MAX_NOTE_BYTES} is a finding
     * @throws IOException the file cannot be read
     */
    public AuditVerification verify(InputStream export, byte[] note) throws IOException {
        return verify(export, note, MerkleTree.State.EMPTY);
    }

    /**
     * Verifies lines whose predecessors were removed.
     *
     * @param export begins with the first line that is left
     * @param note as in {@link #verify(InputStream, byte[])}
     * @param before the tree over the removed lines. The signed root is right only with the right one; whether they may be missing
     *     is the caller's to know
     * @throws IOException the lines cannot be read
     */
    public AuditVerification verify(InputStream export, byte[] note, MerkleTree.State before) throws IOException {
        return verify(export, verify(note), before);
    }

    /** Verifies the lines of a file with a note that was verified before. */
    AuditVerification verify(InputStream export, VerifiedNote note) throws IOException {
        return verify(export, note, MerkleTree.State.EMPTY);
    }

    private static AuditVerification verify(InputStream export, VerifiedNote note, MerkleTree.State before)
            throws IOException {
        ChainCheck chain = new ChainCheck(note.checkpoint(), before);
        List<AuditFinding> findings = new ArrayList<>();
        note.finding().ifPresent(findings::add);
        compare(new LineReader(export), chain).ifPresent(findings::add);
        long read = chain.records() - before.size();
        return new AuditVerification(note.checkpoint(), before.size(), read, chain.head(), findings);
    }

    /** Verifies the signature of a note. */
    VerifiedNote verify(byte[] content) {
        try {
            SignedNote note = SignedNote.parse(content);
            Checkpoint checkpoint = Checkpoint.of(note);
            return new VerifiedNote(Optional.of(checkpoint), unsigned(note, checkpoint.origin()));
        } catch (MalformedAuditException malformed) {
            return new VerifiedNote(Optional.empty(), Optional.of(new AuditFinding.NoteMalformed(malformed.defect())));
        }
    }

    /** Returns why the note is not signed by the key. Signatures of other keys prove nothing and do no harm. */
    private Optional<AuditFinding> unsigned(SignedNote note, String origin) {
        if (note.signatures().isEmpty()) {
            return Optional.of(new AuditFinding.NoteUnsigned());
        }
        if (!SignedNote.isKeyName(origin)) { // no key has such a name
            return Optional.of(new AuditFinding.NoteByOthers(signers(note), "–"));
        }
        NoteKey key = new NoteKey(origin, signer);
        List<SignedNote.SignatureLine> own =
                note.signatures().stream().filter(line -> line.isBy(key)).toList();
        if (own.isEmpty()) {
            return Optional.of(new AuditFinding.NoteByOthers(signers(note), describe(key.name(), key.id())));
        }
        byte[] text = note.signedBytes();
        return own.stream().allMatch(line -> key.verifies(text, line.signature()))
                ? Optional.empty()
                : Optional.of(new AuditFinding.SignatureWrong(describe(key.name(), key.id())));
    }

    private static Optional<AuditFinding> compare(LineReader lines, ChainCheck chain) throws IOException {
        try {
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                Optional<AuditFinding> finding = chain.add(ReadLine.of(line.get()));
                if (finding.isPresent()) {
                    return finding.map(chain::endedBy);
                }
            }
            return chain.end();
        } catch (MalformedAuditException malformed) {
            long sequence = chain.records() + 1;
            return Optional.of(chain.endedBy(new AuditFinding.LineMalformed(sequence, malformed.defect())));
        }
    }

    private static String signers(SignedNote note) {
        String names = note.signatures().stream()
                .map(line -> describe(line.name(), line.keyId()))
                .collect(Collectors.joining(", "));
        return UntrustedText.clean(names, LONGEST_SIGNERS);
    }

    private static String describe(String name, String id) {
        return UntrustedText.oneLine(name) + " (" + id + ")";
    }

    /**
     * A note after its verification.
     *
     * @param checkpoint empty if there is a finding: the text of a note counts only if it is signed
     */
    record VerifiedNote(Optional<Checkpoint> checkpoint, Optional<AuditFinding> finding) {
        VerifiedNote {
            checkpoint = finding.isPresent() ? Optional.empty() : checkpoint;
        }
    }
}
