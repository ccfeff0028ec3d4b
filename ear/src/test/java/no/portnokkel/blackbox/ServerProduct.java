package no.portnokkel.blackbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A server that a bank may have, started as its operator would. */
public sealed interface ServerProduct permits PayaraMicro, WildFly, OpenLiberty, PayaraServer {
    /** As the build and the documents call it. */
    String name();

    /**
     * What starts it with the control room and the sample application, on loopback only. It stays in the foreground and
     * logs to its standard output.
     *
     * @param directory for what the server writes
     * @param port where it answers HTTP
     * @param configuration a properties file, whose content the applications see as system properties
     */
    ProcessBuilder command(Path directory, int port, Path configuration) throws IOException;

    /** Whether a session's cookie is {@code Secure} for a browser on this machine too: the one difference that we expect. */
    default boolean keepsSessionsToTls() {
        return false;
    }

    /** Those that the build has chosen for this run. */
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
