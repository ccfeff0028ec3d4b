package no.portnokkel.hsm.cli;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import no.portnokkel.audit.AuditFinding;
import no.portnokkel.audit.AuditVerification;
import no.portnokkel.audit.AuditVerifier;
import no.portnokkel.audit.Checkpoint;
import no.portnokkel.audit.SignerPem;
import no.portnokkel.audit.TreeHash;
import no.portnokkel.certificate.CertificateFile;
import no.portnokkel.hsm.ceremony.EvidenceVerification;
import no.portnokkel.hsm.ceremony.EvidenceVerifier;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.cli.terminal.FailureReporter;
import no.portnokkel.problem.Text;
import no.portnokkel.problem.UntrustedText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: compares an exported audit with its signed checkpoint, or verifies the evidence of a ceremony. Needs no HSM. */
@Command(name = "verify", mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private static final int MAX_PEM_BYTES = 1 << 16;
    private static final int MAX_AUTHORITIES_BYTES = 1 << 20;

    private final CliContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "file")
    private Path file = Path.of("");

    // not required for the parser: the evidence of a ceremony needs neither
    @Option(names = "--checkpoint", paramLabel = "NOTE")
    private @Nullable Path checkpoint;

    @Option(names = "--signer", paramLabel = "PEM")
    private @Nullable Path signer;

    @Option(names = "--authorities", paramLabel = "PEM")
    private @Nullable Path authorities;

    @Option(names = "--json")
    private boolean json;

    VerifyCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!Files.exists(file)) {
            throw FailureReporter.WrongUsage.ofInput(
                    spec.commandLine(),
                    CliContext.unreadableFile("FILE", file, new NoSuchFileException(file.toString())));
        }
        if (Files.isDirectory(file)) {
            return verifyEvidence();
        }
        byte[] note = read("--checkpoint", "NOTE", checkpoint, Checkpoint.MAX_NOTE_BYTES);
        PublicKey key = key(read("--signer", "PEM", signer, MAX_PEM_BYTES));
        AuditVerification result = verify(new AuditVerifier(key), note);
        if (json) {
            printJson(result, key);
        } else {
            print(result, key);
        }
        return (result.isIntact() ? ExitCode.DONE : ExitCode.CHECK_FAILED).number();
    }

    private int verifyEvidence() {
        List<X509Certificate> trusted = authorities == null ? List.of() : authorities(authorities);
        Optional<PublicKey> auditKey =
                signer == null ? Optional.empty() : Optional.of(key(read("--signer", "PEM", signer, MAX_PEM_BYTES)));
        try {
            EvidenceVerification result = new EvidenceVerifier(trusted, auditKey).verify(file);
            new EvidencePrinter(context).print(file, result, json);
            return (result.isIntact() ? ExitCode.DONE : ExitCode.CHECK_FAILED).number();
        } catch (IOException unreadable) {
            throw FailureReporter.WrongUsage.ofInput(
                    spec.commandLine(), CliContext.unreadableFile("DIR", file, unreadable));
        }
    }

    private List<X509Certificate> authorities(Path named) {
        byte[] pem = read("--authorities", "PEM", named, MAX_AUTHORITIES_BYTES);
        try {
            if (pem.length > MAX_AUTHORITIES_BYTES) {
                throw unreadable(named, new IOException("> " + MAX_AUTHORITIES_BYTES + " B"));
            }
            return CertificateFile.read(pem);
        } catch (CertificateFile.UnreadableException noCertificates) {
            throw unreadable(
                    named, new IOException(noCertificates.defect().text().in(context.locale()), noCertificates));
        }
    }

    private FailureReporter.WrongUsage unreadable(Path named, IOException why) {
        return FailureReporter.WrongUsage.ofInput(
                spec.commandLine(), CliContext.unreadableFile("--authorities", named, why));
    }

    private AuditVerification verify(AuditVerifier verifier, byte[] note) {
        try (InputStream export = Files.newInputStream(file)) {
            return verifier.verify(export, note);
        } catch (IOException unreadable) {
            throw FailureReporter.WrongUsage.ofInput(
                    spec.commandLine(), CliContext.unreadableFile("FILE", file, unreadable));
        }
    }

    /** Returns the content of a file, and of a longer one so much that its reader finds it too long. */
    private byte[] read(String option, String paramLabel, @Nullable Path named, int longest) {
        if (named == null) {
            throw FailureReporter.WrongUsage.ofArguments(
                    spec.commandLine(),
                    Text.message("command-line.missing", Map.of("options", option + " " + paramLabel)));
        }
        try (InputStream content = Files.newInputStream(named)) {
            return content.readNBytes(longest + 1);
        } catch (IOException unreadable) {
            throw FailureReporter.WrongUsage.ofInput(
                    spec.commandLine(), CliContext.unreadableFile(option, named, unreadable));
        }
    }

    private PublicKey key(byte[] pem) {
        try {
            return SignerPem.read(pem);
        } catch (IllegalArgumentException notAKey) { // its message is for developers
            throw FailureReporter.WrongUsage.ofInput(
                    spec.commandLine(),
                    Text.message("command-line.not-a-signer", Map.of("file", String.valueOf(signer))));
        }
    }

    private void print(AuditVerification result, PublicKey key) {
        Map<Text, String> rows = new LinkedHashMap<>();
        Text verdict = result.isIntact() ? Text.message("verify.intact") : Text.message("verify.not-intact");
        rows.put(Text.message("verify.result"), verdict.in(context.locale()));
        rows.put(Text.message("verify.records"), Long.toString(result.records()));
        result.checkpoint().ifPresent(signed -> {
            rows.put(Text.message("verify.origin"), UntrustedText.oneLine(signed.origin()));
            rows.put(Text.message("verify.size"), Long.toString(signed.size()));
            rows.put(Text.message("verify.root"), signed.root().base64());
        });
        rows.put(Text.message("verify.signer"), CliContext.sha256(key.getEncoded()));
        context.section(file.toString(), rows);
        result.findings()
                .forEach(finding -> context.out()
                        .println(finding.detail().in(context.locale()) + " "
                                + finding.remedy().in(context.locale())));
        context.out().flush();
    }

    private void printJson(AuditVerification result, PublicKey key) {
        JsonObjectBuilder object = Json.createObjectBuilder()
                .add("result", result.isIntact() ? "ok" : "failed")
                .add("records", result.records());
        result.head().map(TreeHash::hex).ifPresent(head -> object.add("head", head));
        result.checkpoint()
                .ifPresent(signed -> object.add(
                        "checkpoint",
                        Json.createObjectBuilder()
                                .add("origin", UntrustedText.oneLine(signed.origin()))
                                .add("size", signed.size())
                                .add("root", signed.root().base64())));
        JsonArrayBuilder problems = Json.createArrayBuilder();
        result.findings().forEach(finding -> problems.add(object(finding)));
        context.json(object.add("signerSha256", CliContext.sha256(key.getEncoded()))
                .add("problems", problems)
                .build());
    }

    private static JsonObjectBuilder object(AuditFinding finding) {
        JsonObjectBuilder object = Json.createObjectBuilder().add("kind", finding.kind());
        Optional<Long> firstWrong = finding.firstWrong();
        firstWrong.ifPresent(sequence -> object.add("firstWrong", sequence).add("proven", finding.isProven()));
        return object.add("detail", CliContext.json(finding.detail())).add("remedy", CliContext.json(finding.remedy()));
    }
}
