package no.portnokkel.hsm.ceremony;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.pkcs11.cryptoki.HsmToken;
import no.portnokkel.problem.Text;

/**
 * With what a ceremony is carried out.
 *
 * @param command the command, without its arguments
 * @param version of the command line
 * @param jar the command line itself; empty when it runs from a folder
 * @param module the vendor's PKCS#11 module
 */
public record CeremonyTools(String command, String version, Optional<Path> jar, Path module) {

    /**
     * Returns the tools of this process.
     *
     * @param command without its arguments
     * @param version of the command line
     * @param module the vendor's PKCS#11 module
     */
    public static CeremonyTools of(String command, String version, Path module) {
        return new CeremonyTools(command, version, executableJar(), module);
    }

    /** Returns the executable jar; empty when the classes are in a folder, as in tests. */
    private static Optional<Path> executableJar() {
        try {
            Path source = Path.of(CeremonyTools.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isRegularFile(source) ? Optional.of(source) : Optional.empty();
        } catch (URISyntaxException notAFile) {
            return Optional.empty();
        }
    }

    /** Returns names, versions and hashes, for the transcript. */
    JsonObjectBuilder describe(HsmToken token) {
        JsonObjectBuilder tools = Json.createObjectBuilder()
                .add("command", command)
                .add("version", version)
                .add("java", System.getProperty("java.vm.vendor") + " " + System.getProperty("java.runtime.version"))
                .add("module", module.toString())
                .add("moduleSha256", hash(module))
                .add("token", token.label())
                .add("serial", token.serial())
                .add("manufacturer", token.manufacturer())
                .add("model", token.model());
        jar.ifPresent(file -> tools.add("jarSha256", hash(file)));
        return tools;
    }

    private static String hash(Path file) {
        try {
            return Sha256.hex(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new CeremonyRejectedException(
                    CeremonyRejectedException.Kind.MACHINE,
                    Text.message("ceremony.tool-unreadable", Map.of("file", file)),
                    Text.message("ceremony.tool-unreadable-remedy"));
        }
    }
}
