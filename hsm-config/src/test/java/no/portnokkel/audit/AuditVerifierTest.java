package no.portnokkel.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static no.portnokkel.audit.ExportFixture.SIGNER;
import static no.portnokkel.audit.ExportFixture.file;
import static no.portnokkel.audit.ExportFixture.lines;
import static no.portnokkel.audit.ExportFixture.note;
import static no.portnokkel.audit.ExportFixture.verify;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the verifier says of each way to change an audit. */
class AuditVerifierTest {
    private static final List<String> LINES = lines(20);
    private static final byte[] NOTE = note(LINES);

    private final List<String> lines = new ArrayList<>(LINES);

    @Test
    void an_untouched_export_is_intact() {
        AuditVerification result = verify(file(LINES), NOTE);

        assertThat(result.findings()).isEmpty();
        assertThat(result.isIntact()).isTrue();
        assertThat(result.records()).isEqualTo(20);
        assertThat(result.checkpoint()).contains(ExportFixture.checkpoint(LINES));
        assertThat(result.head()).contains(TreeHash.ofLeaf(LINES.get(19).getBytes(UTF_8)));
    }

    @Test
    void an_audit_without_records_is_intact() {
        assertThat(verify(new byte[0], note(List.of())).isIntact()).isTrue();
    }

    @Test
    void a_changed_record_is_named_and_the_checkpoint_proves_it() {
        lines.set(6, lines.get(6).replace("node-1", "node-2"));

        assertThat(finding()).isEqualTo(new AuditFinding.RecordChanged(7));
    }

    @Test
    void a_changed_link_is_named_and_not_the_record_before_it() {
        lines.set(6, lines.get(6).replaceFirst("\"previous\":\"....", "\"previous\":\"0000"));

        assertThat(finding()).isEqualTo(new AuditFinding.RecordChanged(7));
    }

    @Test
    void the_first_of_several_changed_records_is_named() {
        lines.set(3, lines.get(3).replace("node-1", "node-2"));
        lines.set(9, lines.get(9).replace("node-1", "node-2"));
        lines.set(10, lines.get(10).replace("node-1", "node-2"));

        assertThat(finding()).isEqualTo(new AuditFinding.RecordChanged(4));
    }

    @Test
    void where_the_checkpoint_does_not_decide_both_records_of_the_broken_link_are_named() {
        lines.set(6, lines.get(6).replace("node-1", "node-2"));
        lines.remove(19);

        assertThat(finding()).isEqualTo(new AuditFinding.ChainBroken(7));
        assertThat(finding().detail().en()).contains("record 7", "Record 8");
        assertThat(finding().isProven()).isFalse();
    }

    @Test
    void a_changed_last_record_differs_from_the_root_only() {
        lines.set(19, lines.get(19).replace("node-1", "node-2"));

        assertThat(finding()).isEqualTo(new AuditFinding.RootDiffers(20));
        assertThat(finding().firstWrong()).isEmpty();
    }

    @Test
    void a_chain_that_was_computed_again_differs_from_the_root_only() {
        AuditLine line = AuditLine.first("{\"act\":\"nothing\"}");
        for (int i = 0; i < 20; i++) {
            lines.set(i, line.text());
            line = line.next("{\"act\":\"nothing\"}");
        }

        assertThat(finding()).isEqualTo(new AuditFinding.RootDiffers(20));
    }

    @Test
    void a_missing_record_is_named() {
        lines.remove(4);

        assertThat(finding()).isEqualTo(new AuditFinding.SequenceBroken(5, 6));
    }

    @Test
    void a_missing_last_record_is_named() {
        lines.remove(19);

        assertThat(finding()).isEqualTo(new AuditFinding.RecordsMissing(19, 20));
        assertThat(finding().firstWrong()).contains(20L);
    }

    @Test
    void a_missing_first_record_is_named() {
        lines.remove(0);

        assertThat(finding()).isEqualTo(new AuditFinding.SequenceBroken(1, 2));
    }

    @Test
    void moved_records_are_found() {
        Collections.swap(lines, 4, 11);

        assertThat(finding()).isEqualTo(new AuditFinding.SequenceBroken(5, 12));
    }

    @Test
    void a_repeated_record_is_found() {
        lines.add(5, lines.get(4));

        assertThat(finding()).isEqualTo(new AuditFinding.SequenceBroken(6, 5));
    }

    @Test
    void a_record_that_was_inserted_with_number_and_link_is_found() {
        lines.add(
                5,
                AuditLine.after(5, TreeHash.ofLeaf(lines.get(4).getBytes(UTF_8)), "{\"act\":\"forged\"}")
                        .text());

        assertThat(finding()).isEqualTo(new AuditFinding.SequenceTwice(6));
    }

    @Test
    void records_after_the_checkpoint_are_found_whatever_they_are() {
        lines.add(AuditLine.after(20, TreeHash.ofLeaf(lines.get(19).getBytes(UTF_8)), "{\"act\":\"trial\"}")
                .text());

        assertThat(finding()).isEqualTo(new AuditFinding.RecordsAdded(21, 20));
        assertThat(finding().firstWrong()).contains(21L);
        assertThat(finding().isProven()).isTrue();
    }

    @Test
    void a_line_whose_end_is_missing_is_found() {
        byte[] file = file(LINES);

        assertThat(verify(Arrays.copyOf(file, file.length - 1), NOTE).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.firstWrong()).contains(20L));
    }

    @Test
    void a_checkpoint_that_another_key_signed_is_found_although_the_file_fits() {
        byte[] other = ExportFixture.checkpoint(LINES)
                .note(List.of(SoftwareSigner.named("another")))
                .getBytes(UTF_8);

        AuditVerification result = verify(file(LINES), other);

        assertThat(result.isIntact()).isFalse();
        assertThat(result.checkpoint()).isEmpty();
        assertThat(result.findings()).singleElement().isInstanceOf(AuditFinding.NoteByOthers.class);
    }

    @Test
    void a_checkpoint_without_a_signature_proves_nothing() {
        byte[] unsigned = ExportFixture.checkpoint(LINES).note(List.of()).getBytes(UTF_8);

        assertThat(verify(file(LINES), unsigned).findings()).containsExactly(new AuditFinding.NoteUnsigned());
    }

    @Test
    void a_changed_checkpoint_is_found() {
        String changed = new String(NOTE, UTF_8).replaceFirst("\n20\n", "\n19\n");

        assertThat(verify(file(LINES), changed.getBytes(UTF_8)).findings())
                .singleElement()
                .isInstanceOf(AuditFinding.SignatureWrong.class);
    }

    @Test
    void signatures_of_further_keys_do_no_harm() {
        SoftwareSigner next = SoftwareSigner.named("another");
        String note = ExportFixture.checkpoint(LINES).note(List.of(next, SIGNER)) + "\u2014 witness.example/w1 "
                + "A".repeat(7_000) + "\n"; // an algorithm that we do not know

        assertThat(verify(file(LINES), note.getBytes(UTF_8)).isIntact()).isTrue();
    }

    @Test
    void one_wrong_signature_in_the_name_of_the_key_is_enough_to_refuse_the_note() {
        String note = new String(NOTE, UTF_8);
        String forged = note
                + ExportFixture.checkpoint(lines(3))
                        .note(List.of(SIGNER))
                        .lines()
                        .skip(4)
                        .findFirst()
                        .orElseThrow() + "\n";

        assertThat(verify(file(LINES), forged.getBytes(UTF_8)).findings())
                .singleElement()
                .isInstanceOf(AuditFinding.SignatureWrong.class);
    }

    @Test
    void findings_of_the_checkpoint_and_of_the_file_are_told_together() {
        lines.remove(4);

        assertThat(verify(file(lines), "nonsense".getBytes(UTF_8)).findings())
                .extracting(AuditFinding::kind)
                .containsExactly("note-malformed", "sequence-broken");
    }

    @Test
    void a_file_of_a_gigabyte_on_one_line_is_read_no_further_than_a_line_may_be_long() throws IOException {
        CountingInput endless = new CountingInput();

        AuditVerification result = new AuditVerifier(SIGNER.publicKey()).verify(endless, NOTE);

        assertThat(result.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail().en()).contains("longer than"));
        assertThat(endless.read).isLessThan(2L * AuditLine.MAX_BYTES);
    }

    @Test
    void hostile_lines_are_findings() {
        for (byte[] hostile : List.of(
                "\n".getBytes(UTF_8),
                "null\n".getBytes(UTF_8),
                new byte[] {(byte) 0xc3, '\n'},
                new byte[] {0, 0, '\n'},
                ("{\"seq\":" + "[".repeat(100_000) + "\n").getBytes(UTF_8),
                ("{\"a\":".repeat(100_000) + "\n").getBytes(UTF_8),
                ("{\"seq\":1" + "0".repeat(100_000) + "}\n").getBytes(UTF_8),
                "{\"seq\":1,\"seq\":1}\n".getBytes(UTF_8),
                "{\"seq\":1e0}\n".getBytes(UTF_8),
                "{\"seq\":\"1\"}\n".getBytes(UTF_8),
                "{\"seq\":1,\"previous\":1}\n".getBytes(UTF_8),
                ("{\"seq\":1,\"previous\":\"" + "0".repeat(64) + "\"}\n").getBytes(UTF_8))) {
            assertThat(verify(hostile, NOTE).findings())
                    .as(new String(hostile, 0, Math.min(30, hostile.length), UTF_8))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding).isInstanceOf(AuditFinding.LineMalformed.class);
                        assertThat(finding.firstWrong()).contains(1L);
                    });
        }
    }

    private AuditFinding finding() {
        List<AuditFinding> findings = verify(file(lines), NOTE).findings();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    /** A gigabyte without an end of line. */
    private static final class CountingInput extends InputStream {
        private static final long BYTES = 1L << 30;

        private long read;

        @Override
        public int read() {
            return read++ < BYTES ? 'x' : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            Arrays.fill(buffer, offset, offset + length, (byte) 'x');
            read += length;
            return read < BYTES ? length : -1;
        }
    }
}
