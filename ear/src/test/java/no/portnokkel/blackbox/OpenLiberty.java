package no.portnokkel.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Open Liberty with the EAR and the {@code server.xml} that we ship, in its own user directory.
 *
 * @param storage of the control room
 */
record OpenLiberty(Storage storage) implements ServerProduct {
    private static final Path CONFIGURATION = Artefacts.existing("../docs/operator/openliberty");

    OpenLiberty() {
        this(Storage.EMBEDDED);
    }

    @Override
    public String name() {
        return "open-liberty";
    }

    @Override
    public String dataSource() {
        return "jdbc/portnokkel";
    }

    @Override
    public boolean alwaysSecuresSessionCookie() {
        return true; // its server.xml sets Secure for all sessions: it cannot distinguish browsers
    }

    @Override
    public ProcessBuilder command(Path directory, int port, Path configuration) throws IOException {
        Path users = Files.createTempDirectory(directory, "liberty");
        Path server = Files.createDirectories(users.resolve("servers/portnokkel"));
        Files.copy(CONFIGURATION.resolve("server.xml"), server.resolve("server.xml"));
        if (storage == Storage.POSTGRESQL) {
            Path defaults = Files.createDirectories(server.resolve("configDropins/defaults"));
            Files.copy(CONFIGURATION.resolve("datasource.xml"), defaults.resolve("datasource.xml"));
            Files.copy(Artefacts.databaseDriver(), server.resolve("postgresql.jar"));
        }
        Files.writeString(server.resolve("bootstrap.properties"), "http.port=" + port);
        Files.write(server.resolve("jvm.options"), SystemProperties.options(configuration));
        Path applications = Files.createDirectory(server.resolve("dropins"));
        for (Path application : List.of(Artefacts.EAR, Artefacts.SAMPLE)) {
            Files.copy(application, applications.resolve(application.getFileName()));
        }
        ProcessBuilder command = new ProcessBuilder(
                Artefacts.existing("target/servers/wlp").resolve("bin/server").toString(), "run", "portnokkel");
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("WLP_USER_DIR", users.toString());
        return command;
    }
}
