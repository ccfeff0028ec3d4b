package no.portnokkel.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import no.portnokkel.files.SecretLine;
import no.portnokkel.hsm.cli.terminal.CliContext;
import no.portnokkel.hsm.cli.terminal.CommandFailedException;
import no.portnokkel.hsm.cli.terminal.ExitCode;
import no.portnokkel.hsm.cli.terminal.FailureReporter.WrongUsage;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The password of a user of the control room. Has no text form, so that it is never printed. */
final class Password {
    private final byte[] value;

    private Password(byte[] value) {
        this.value = value;
    }

    /** Reads the file, by the rules of a PIN file; without one a person types the password. */
    static Password of(@Nullable Path file, CliContext context, CommandLine verb) {
        return new Password(file == null ? typed(context, verb) : read(file));
    }

    private static byte[] typed(CliContext context, CommandLine verb) {
        char[] typed =
                context.secret().apply(Text.message("client.password-prompt").in(context.locale()));
        try {
            if (typed.length == 0) {
                throw WrongUsage.ofArguments(verb, Text.message("client.no-password"));
            }
            return new String(typed).getBytes(StandardCharsets.UTF_8);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    private static byte[] read(Path file) {
        try {
            return SecretLine.read(file, processUser());
        } catch (SecretLine.RejectedException rejected) {
            throw new CommandFailedException(
                    ExitCode.POLICY,
                    Text.message("client.password-file", Map.of("file", file, "defect", rejected.defect())),
                    Text.message("client.password-file-remedy"));
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The folder for temporary files cannot be written.", unwritable);
        }
    }

    /** In a container the user may have no name. */
    private static UserPrincipal processUser() throws IOException {
        Path probe = Files.createTempFile("owner-", ".probe");
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    /** Returns the value of an {@code Authorization} header (RFC 7617). */
    String basic(String user) {
        byte[] name = (user + ":").getBytes(StandardCharsets.UTF_8);
        byte[] credentials = Arrays.copyOf(name, name.length + value.length);
        System.arraycopy(value, 0, credentials, name.length, value.length);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }
}
