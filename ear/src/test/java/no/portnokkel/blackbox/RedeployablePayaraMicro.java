package no.portnokkel.blackbox;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.jar.JarFile;

/**
 * Payara Micro, embedded in a small program that redeploys the control room on demand, which its own command line cannot do.
 *
 * @param order a file: when it appears, the control room is redeployed, and then it is deleted
 */
record RedeployablePayaraMicro(Path order) implements ServerProduct {
    /** What only soft references keep would be freed when memory is needed. */
    private static final String NO_CACHE_OF_CLASSES = "-XX:SoftRefLRUPolicyMSPerMB=0";

    @Override
    public String name() {
        return "payara-micro-redeployable";
    }

    @Override
    public ProcessBuilder command(Path directory, int port, Path configuration) throws IOException {
        Path server = Artefacts.existing("target/servers/payara-micro.jar");
        List<String> command = new ArrayList<>(
                List.of(Command.executable(), "-Xmx512m", NO_CACHE_OF_CLASSES, "-cp", server.toString()));
        addOpenPackages(server, command);
        command.addAll(List.of(
                program().toString(),
                Files.createTempDirectory(directory, "payara").toString(),
                Integer.toString(port),
                configuration.toString(),
                order.toString(),
                Artefacts.CONTROL_ROOM.toString(),
                Artefacts.SAMPLE.toString()));
        return new ProcessBuilder(command);
    }

    /** {@code java -jar} reads them from the manifest; with a class path they must be named. */
    private static void addOpenPackages(Path jar, List<String> command) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (String kind : List.of("Add-Opens", "Add-Exports")) {
                String packages = file.getManifest().getMainAttributes().getValue(kind);
                for (String name :
                        packages == null ? new String[0] : packages.strip().split("\\s+")) {
                    command.add("--" + kind.toLowerCase(Locale.ROOT) + "=" + name + "=ALL-UNNAMED");
                }
            }
        }
    }

    private static Path program() {
        try {
            return Path.of(
                    Objects.requireNonNull(RedeployablePayaraMicro.class.getResource("/payara-micro/Redeployer.java"))
                            .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
