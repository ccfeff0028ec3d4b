package no.portnokkel.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.problem.Text;

/**
 * The environments of Digdir that are in operation or retired, recognised by the host of an address in any notation. An address under
 * another name must not give production the class {@code test}.
 *
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_func_wellknown">Digdir: well-known, read 2024-10-17</a>
 */
public final class DigdirAddresses {
    private static final String PROD = "prod";
    private static final String TEST = "test";

    private static final Map<String, String> HOSTS = Map.of(
            PROD,
            "maskinporten.no",
            TEST,
            "test.maskinporten.no",
            "ver1",
            "ver1.maskinporten.no",
            "ver2",
            "ver2.maskinporten.no",
            "yt2",
            "yt2.maskinporten.no");

    /** Digdir's page of IP addresses, read 2024-10-17. A certificate of Maskinporten holds none of them. */
    private static final Map<String, String> IP_ADDRESSES =
            Map.of("139.105.36.164", PROD, "139.105.36.132", TEST, "2a02:9cc:0:0:0:0:0:301", TEST);

    private DigdirAddresses() {}

    /** Returns whether the environment is in operation, with addresses that cannot be configured. */
    public static boolean isPreset(String environment) {
        return environment.equals(PROD) || environment.equals(TEST);
    }

    /** Returns whether Digdir has closed the environment. */
    public static boolean isRetired(String environment) {
        return HOSTS.containsKey(environment) && !isPreset(environment);
    }

    /** Returns the issuer of an environment of Digdir, as it stands in grants. */
    public static String issuer(String environment) {
        return "https://" + HOSTS.get(environment) + "/";
    }

    /**
     * Reports an issuer that has the host of an environment of Digdir and is not written as its issuer: the difference would be
     * ignored, since grants are sent with the issuer and to the addresses of the preset.
     *
     * @param values of an environment with another name
     */
    public static void requireIssuer(CheckedValues values, String environment) {
        if (!values.text("issuer").equals(Optional.of(issuer(environment)))) {
            values.wrong(
                    "issuer",
                    Text.message("configuration-value.preset-notation", Map.of("name", environment)),
                    Text.verbatim(issuer(environment)));
        }
    }

    /**
     * Returns the environment of Digdir that the host of an address belongs to; empty if there is none, or the text is no address.
     *
     * @param address as configured, valid or not
     */
    public static Optional<String> environmentOf(String address) {
        return host(address)
                .map(host -> host.toLowerCase(Locale.ROOT))
                .map(host -> host.replaceFirst("\\.+$", "").replaceFirst("^www\\.", ""))
                .flatMap(DigdirAddresses::environmentAt);
    }

    private static Optional<String> environmentAt(String host) {
        return HOSTS.keySet().stream()
                .filter(environment -> host.equals(HOSTS.get(environment)))
                .findFirst()
                .or(() -> ipAddress(host).map(IP_ADDRESSES::get));
    }

    private static Optional<String> host(String address) {
        try {
            return Optional.ofNullable(URI.create(address).getHost());
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty(); // reported when the address itself is read
        }
    }

    /** Only literals, so that no name is resolved. An IPv4 address within IPv6 becomes IPv4. */
    private static Optional<String> ipAddress(String host) {
        if (!host.matches("[0-9.]+|\\[[0-9a-f:.]+]")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host).getHostAddress());
        } catch (UnknownHostException notALiteral) {
            return Optional.empty();
        }
    }
}
