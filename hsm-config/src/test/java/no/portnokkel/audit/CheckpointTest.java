package no.portnokkel.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import no.portnokkel.hsm.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints as signed notes (C2SP tlog-checkpoint and signed-note v1.0.0). */
class CheckpointTest {
    private static final Checkpoint CHECKPOINT = ExportFixture.checkpoint(ExportFixture.lines(3));

    @TempDir
    Path directory;

    /** Notes and keys of two public logs, from {@code transparency-dev/formats}, {@code note/note_verifier_test.go} (2026-11-30). */
    @ParameterizedTest
    @CsvSource({
        "rekor.sigstore.dev, AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=,"
                + "'Rekor|798034|f+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=||\u2014 rekor.sigstore.dev wNI9ajBEAiARInWIWyCdyG27CO6LPnPekyw20qO0YJfoaPaowGp/XgIgc+qEHS3+GKVClgqq20uDLet7MCoTURUCRdxwWBHHufk=|'",
        "pixel6_transparency_log, AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABN+4x0Jk1yTwvLFI9A4NDdGZcX0aiWVdWM5XJVy0M4VWD3AvyW5Q6Hs9A0mcDkpUoYgn+KKPNzFC0H3nN3q6JQ8=,"
                + "'DEFAULT|10|bsWRucJU5xJPHb5eBdOm6+DM+VelCZBuvtI3sHERJ9Y=||\u2014 pixel6_transparency_log kcFuMDBFAiEAhqMAP8P6qf6QxtUJhzMhbN+MbZ9dwfUHzGQJmffJHtoCIGD0cNe47dHWBoPwYdgBCepB06/+g5O1FmYjXl06owL4|'"
    })
    void checkpoints_of_other_logs_are_verified_as_their_own_tools_do(String name, String key, String lines)
            throws MalformedAuditException {
        SignedNote note = SignedNote.parse(lines.replace('|', '\n').getBytes(UTF_8));
        NoteKey signer = new NoteKey(name, publicKey(key));

        assertThat(Checkpoint.of(note).size()).isPositive();
        assertThat(note.signatures()).hasSize(1).allSatisfy(line -> {
            assertThat(line.isBy(signer)).isTrue();
            assertThat(signer.verifies(note.signedBytes(), line.signature())).isTrue();
        });
    }

    @Test
    void a_note_is_the_text_an_empty_line_and_a_signature_of_each_signer() {
        String note = CHECKPOINT.note(List.of(ExportFixture.SIGNER, SoftwareSigner.named("another")));

        assertThat(note.lines())
                .hasSize(6)
                .startsWith("portnokkel/testbanken", "3", CHECKPOINT.root().base64(), "");
        assertThat(note.lines().skip(4))
                .allSatisfy(line -> assertThat(line).matches("\u2014 portnokkel/testbanken [A-Za-z0-9+/]{90,110}=*"));
        assertThat(note).endsWith("\n");
        assertThat(Checkpoint.parse(note)).isEqualTo(CHECKPOINT);
    }

    @Test
    void a_note_without_a_signer_is_told_apart() {
        String note = CHECKPOINT.note(List.of());

        assertThat(note).isEqualTo(CHECKPOINT.text() + "\n");
        assertThat(Checkpoint.parse(note)).isEqualTo(CHECKPOINT);
    }

    @Test
    void the_empty_audit_has_a_checkpoint() {
        Checkpoint empty = Checkpoint.of("portnokkel/new", new MerkleTree());

        assertThat(empty.text()).isEqualTo("portnokkel/new\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
        assertThat(Checkpoint.parse(empty.note(List.of(ExportFixture.SIGNER)))).isEqualTo(empty);
    }

    @Test
    void openssl_verifies_the_signature_over_the_text_of_the_note() throws IOException, MalformedAuditException {
        SignedNote note =
                SignedNote.parse(CHECKPOINT.note(List.of(ExportFixture.SIGNER)).getBytes(UTF_8));
        Path signature = Files.write(
                directory.resolve("signature"), note.signatures().get(0).signature());
        Path text = Files.write(directory.resolve("text"), note.signedBytes());
        Path changed =
                Files.writeString(directory.resolve("changed"), note.text().replaceFirst("\n3\n", "\n4\n"));

        assertThat(openssl(text, signature)).isEqualTo(new Shell(0, "Verified OK\n"));
        assertThat(openssl(changed, signature).exit()).isEqualTo(1);
    }

    /** The commands of docs/security/audit.md: a supervisor may have nothing but them. */
    @Test
    void the_documented_commands_verify_the_signature_and_follow_the_chain() throws IOException {
        List<String> lines = ExportFixture.lines(12);
        Files.write(directory.resolve("audit.jsonl"), ExportFixture.file(lines));
        Files.write(directory.resolve("checkpoint"), ExportFixture.note(lines));
        Files.writeString(directory.resolve("signer.pem"), SignerPem.write(ExportFixture.SIGNER.publicKey()));
        List<String> commands = Files.readString(Path.of("../docs/security/audit.md"))
                .lines()
                .filter(line -> line.matches("\\$ (sed|awk|openssl|\\{) .*"))
                .map(line -> line.substring(2))
                .toList();

        Shell shell = Shell.run("sh", "-c", "cd \"$1\"\n" + String.join("\n", commands), "sh", directory.toString());

        assertThat(commands).hasSize(4);
        assertThat(shell.exit()).as(shell.output()).isZero();
        String leafOfLine7 = TreeHash.ofLeaf(lines.get(6).getBytes(UTF_8)).hex();
        assertThat(lines.get(7)).contains("\"previous\":\"" + leafOfLine7 + '"');
        assertThat(shell.output().lines()).containsExactly(leafOfLine7 + "  -", "Verified OK");
        assertThat(Files.readString(directory.resolve("text")))
                .isEqualTo(ExportFixture.checkpoint(lines).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "a\n1\n",
                "a\n\n",
                "a\n1\n\n",
                "\n1\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n",
                "a\n01\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n",
                "a\n-1\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n",
                "a\n99999999999999999999\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n",
                "a\n1\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP1=\n\n",
                "a\n1\nf+7CoKgXKE\n\n",
                "a\n0\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n",
                "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n",
                "a\n1\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n\u2014 a\n",
                "a\n1\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n\u2014 a AAAA\n",
                "a\n1\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n\u2014 a AAAAAAB=\n",
                "a\n1\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n\u2014 a+b AAAAAAA=\n",
                "a\n1\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\n\n\u2014 a AAAAAAA=",
                "a\r\n1\r\nf+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=\r\n\r\n"
            })
    void what_is_no_checkpoint_is_refused(String note) {
        assertThatThrownBy(() -> Checkpoint.parse(note)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_signer_that_returns_another_signature_makes_no_note() {
        NoteSigner raw = new NoteSigner() {
            @Override
            public PublicKey publicKey() {
                return ExportFixture.SIGNER.publicKey();
            }

            @Override
            public byte[] sign(byte[] text) {
                return new byte[64]; // as a JWS has it, not DER
            }
        };

        assertThatThrownBy(() -> CHECKPOINT.note(List.of(raw))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_key_on_another_curve_signs_no_note() {
        SoftwareSigner other = SoftwareSigner.onCurve("secp384r1", "wide");

        assertThatThrownBy(() -> CHECKPOINT.note(List.of(other))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AuditVerifier(other.publicKey())).isInstanceOf(IllegalArgumentException.class);
    }

    private Shell openssl(Path text, Path signature) throws IOException {
        Path key =
                Files.writeString(directory.resolve("signer.pem"), SignerPem.write(ExportFixture.SIGNER.publicKey()));
        return Shell.run(
                "openssl",
                "dgst",
                "-sha256",
                "-verify",
                key.toString(),
                "-signature",
                signature.toString(),
                text.toString());
    }

    /** Returns the key of a verifier key: signature type 0x02, then the key in DER. */
    private static PublicKey publicKey(String material) {
        try {
            byte[] typed = Base64.getDecoder().decode(material);
            assertThat(typed[0]).isEqualTo((byte) 2);
            return KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(Arrays.copyOfRange(typed, 1, typed.length)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
