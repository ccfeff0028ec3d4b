package no.portnokkel.blackbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * WildFly with the EAR, {@code standalone.xml} and the overlay that we ship, in its own base directory.
 *
 * @param storage of the control room
 */
public record WildFly(Storage storage) implements ServerProduct {
    private static final Path OVERLAYS = Artefacts.existing("../docs/operator/wildfly");

    public WildFly() {
        this(Storage.EMBEDDED);
    }

    @Override
    public String name() {
        return "wildfly";
    }

    @Override
    public String dataSource() {
        return "java:jboss/datasources/portnokkel";
    }

    @Override
    public ProcessBuilder command(Path directory, int port, Path configuration) throws IOException {
        Path home = Artefacts.existing("target/servers/wildfly");
        Path base = Files.createTempDirectory(directory, "wildfly");
        Files.createDirectory(base.resolve("configuration"));
        for (String file : List.of(
                "standalone.xml",
                "logging.properties",
                "application-users.properties",
                "application-roles.properties",
                "mgmt-users.properties",
                "mgmt-groups.properties")) {
            Files.copy(
                    home.resolve("standalone/configuration").resolve(file),
                    base.resolve("configuration").resolve(file));
        }
        Files.createDirectory(base.resolve("deployments"));
        for (Path application : List.of(Artefacts.EAR, Artefacts.SAMPLE)) {
            Files.copy(application, base.resolve("deployments").resolve(application.getFileName()));
        }
        String overlays = OVERLAYS.resolve("portnokkel.yaml").toString();
        if (storage == Storage.POSTGRESQL) {
            overlays += File.pathSeparator + OVERLAYS.resolve("datasource.yaml");
            Files.copy(Artefacts.databaseDriver(), base.resolve("deployments/postgresql.jar"));
        }
        ProcessBuilder command = new ProcessBuilder(
                home.resolve("bin/standalone.sh").toString(),
                "--yaml=" + overlays,
                "--properties=" + configuration,
                "-Djboss.server.base.dir=" + base,
                "-Djboss.bind.address=127.0.0.1",
                "-Djboss.bind.address.management=127.0.0.1",
                "-Djboss.http.port=" + port,
                "-Djboss.https.port=" + Server.freePort(),
                "-Djboss.management.http.port=" + Server.freePort());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("LAUNCH_JBOSS_IN_BACKGROUND", "true"); // makes the script forward signals
        return command;
    }
}
