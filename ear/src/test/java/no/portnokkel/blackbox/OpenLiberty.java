package no.portnokkel.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Open Liberty with the EAR and the {@code server.xml} that we ship, in its own user directory. */
record OpenLiberty() implements ServerProduct {
    @Override
    public String name() {
        return "open-liberty";
    }

    @Override
    public boolean alwaysSecuresSessionCookie() {
        return true; // its server.xml sets Secure for all sessions: it cannot distinguish browsers
    }

    @Override
    public ProcessBuilder command(Path directory, int port, Path configuration) throws IOException {
        Path users = Files.createTempDirectory(directory, "liberty");
        Path server = Files.createDirectories(users.resolve("servers/portnokkel"));
        Files.copy(Artefacts.existing("../docs/operator/openliberty/server.xml"), server.resolve("server.xml"));
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
