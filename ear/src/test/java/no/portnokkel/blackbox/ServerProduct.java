package no.portnokkel.blackbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A server product that a bank may run, started as its operator would start it. */
public sealed interface ServerProduct permits PayaraMicro, WildFly, OpenLiberty, PayaraServer {
    /** Returns the name used by the build and the documentation. */
    String name();

    /**
     * Returns the command that starts the server in the foreground with the control room and the sample application. The
     * server listens on loopback only and logs to standard output.
     *
     * @param directory for files that the server writes
     * @param port for HTTP
     * @param configuration a properties file that the applications see as system properties
     */
    ProcessBuilder command(Path directory, int port, Path configuration) throws IOException;

    /**
     * Returns whether the session cookie is {@code Secure} for a browser on loopback too. This is the only expected difference
     * between servers.
     */
    default boolean alwaysSecuresSessionCookie() {
        return false;
    }

    /** Returns the servers that the build has chosen for this run. */
    static List<ServerProduct> chosen() {
        List<ServerProduct> all = List.of(new PayaraMicro(), new WildFly(), new OpenLiberty(), new PayaraServer());
        List<String> names =
                Arrays.asList(System.getProperty("blackbox.servers", "").split(","));
        List<ServerProduct> chosen =
                all.stream().filter(product -> names.contains(product.name())).toList();
        if (chosen.size() != names.size()) {
            throw new IllegalStateException("blackbox.servers names " + names + "; there are "
                    + all.stream().map(ServerProduct::name).toList());
        }
        return chosen;
    }
}
