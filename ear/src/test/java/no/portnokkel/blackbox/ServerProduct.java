package no.portnokkel.blackbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A server product that a bank may run, started as its operator would start it. */
public sealed interface ServerProduct permits PayaraMicro, RedeployablePayaraMicro, WildFly, OpenLiberty, PayaraServer {
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
     * Returns the JNDI name of the data source that the documentation's snippet makes.
     *
     * @throws UnsupportedOperationException if there is no snippet for this server
     */
    default String dataSource() {
        throw new UnsupportedOperationException(name());
    }

    /**
     * Returns whether the session cookie is {@code Secure} for a browser on loopback too. This is the only expected difference
     * between servers.
     */
    default boolean alwaysSecuresSessionCookie() {
        return false;
    }

    /** Returns the servers that the build has chosen for this run. */
    static List<ServerProduct> chosen() {
        return chosen(
                "blackbox.servers", List.of(new PayaraMicro(), new WildFly(), new OpenLiberty(), new PayaraServer()));
    }

    /** Returns the servers that the build has chosen for this run, each with a data source of a PostgreSQL. */
    static List<ServerProduct> chosenWithDataSource() {
        return chosen(
                "blackbox.data-source-servers",
                List.of(
                        new PayaraMicro(Storage.POSTGRESQL),
                        new WildFly(Storage.POSTGRESQL),
                        new OpenLiberty(Storage.POSTGRESQL)));
    }

    private static List<ServerProduct> chosen(String property, List<ServerProduct> all) {
        List<String> names = Arrays.asList(System.getProperty(property, "").split(","));
        List<ServerProduct> chosen =
                all.stream().filter(product -> names.contains(product.name())).toList();
        if (chosen.size() != names.size()) {
            throw new IllegalStateException(property + " names " + names + "; there are "
                    + all.stream().map(ServerProduct::name).toList());
        }
        return chosen;
    }
}
