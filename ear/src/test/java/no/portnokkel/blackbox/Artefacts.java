package no.portnokkel.blackbox;

import java.nio.file.Files;
import java.nio.file.Path;

/** Paths of the artefacts that the build has made. */
final class Artefacts {
    static final Path EAR = existing("target/portnokkel.ear");
    static final Path EJB_JAR = existing("../ejb-token/target/ejb-token.jar");
    static final Path CONTROL_ROOM = existing("../web-admin/target/web-admin.war");
    static final Path SAMPLE = existing("../samples/loan-application/target/loan-application.war");
    static final Path TWIN = existing("../testkit/target/portnokkel-twin.jar");
    static final Path CLIENT = existing("../ejb-token/target/portnokkel-client.jar");
    static final Path COMMAND_LINE = existing("../hsm-config/target/portnokkel-hsm.jar");

    /** The JDBC driver, by the name that the documentation's snippets expect. */
    static Path databaseDriver() {
        return existing("target/servers/postgresql.jar");
    }

    private Artefacts() {}

    static Path existing(String file) {
        Path path = Path.of(file).toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is not built; run this test with mvn verify.");
        }
        return path;
    }
}
