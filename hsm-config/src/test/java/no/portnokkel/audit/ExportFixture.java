package no.portnokkel.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The audit of a bank's day, its checkpoint, and what a supervisor finds. */
public final class ExportFixture {
    static final String ORIGIN = "portnokkel/testbanken";
    public static final SoftwareSigner SIGNER = SoftwareSigner.named("bank");

    private ExportFixture() {}

    /** Returns the lines of an audit. */
    public static List<String> lines(int records) {
        List<String> lines = new ArrayList<>();
        AuditLine line = AuditLine.first(act(1));
        lines.add(line.text());
        for (int i = 2; i <= records; i++) {
            line = line.next(act(i));
            lines.add(line.text());
        }
        return lines;
    }

    /** Returns the members of a record. */
    static String act(int number) {
        return "{\"time\":\"2026-11-30T08:%02d:00Z\",\"node\":\"node-1\",\"actor\":{\"name\":\"Åse Dahl\",\"roles\":[\"operator\"]},\"act\":\"trial\",\"object\":\"test %d\"}"
                .formatted(number % 60, number);
    }

    public static byte[] file(List<String> lines) {
        return lines.stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(UTF_8);
    }

    public static Checkpoint checkpoint(List<String> lines) {
        MerkleTree tree = new MerkleTree();
        lines.forEach(line -> tree.append(TreeHash.ofLeaf(line.getBytes(UTF_8))));
        return Checkpoint.of(ORIGIN, tree);
    }

    public static byte[] note(List<String> lines) {
        return checkpoint(lines).note(List.of(SIGNER)).getBytes(UTF_8);
    }

    static AuditVerification verify(byte[] file, byte[] note) {
        try {
            return new AuditVerifier(SIGNER.publicKey()).verify(new ByteArrayInputStream(file), note);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
