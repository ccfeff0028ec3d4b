package no.portnokkel.control.nodes;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;
import no.portnokkel.settings.ValueCharacters;

/** The name of a node: {@code portnokkel.node-name}, by default the name of the host. */
public final class NodeName {
    private static final System.Logger LOG = System.getLogger(NodeName.class.getName());
    private static final int MAX_LENGTH = 100; // characters

    /** Linux only. Elsewhere Java's own way, which may ask the DNS. */
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private NodeName() {}

    /**
     * Returns the name. A wrong value is a problem, and counts as unset.
     *
     * @param checked the values below {@code portnokkel.}
     */
    public static String read(CheckedValues checked) {
        return checked.value("node-name", Text.message("configuration-value.node-name"), NodeName::require)
                .orElseGet(NodeName::ofHost);
    }

    private static String require(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException();
        }
        return ValueCharacters.requireVisible(value, "");
    }

    private static String ofHost() {
        try {
            return require(
                    Files.isReadable(HOST_NAME)
                            ? Files.readString(HOST_NAME).strip()
                            : InetAddress.getLocalHost().getHostName());
        } catch (IOException | IllegalArgumentException unusable) {
            LOG.log(System.Logger.Level.DEBUG, "The name of the host cannot be used", unusable);
            return "localhost";
        }
    }
}
