package no.portnokkel.admin.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;

/**
 * The proxies of {@code portnokkel.admin.trusted-proxies}: what {@code X-Forwarded-For} and {@code X-Forwarded-Proto} say
 * counts only when the connection comes from one of them. Resolves no names.
 */
public final class TrustedProxies {
    private static final String KEY = "admin.trusted-proxies";
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final Set<String> addresses;

    private TrustedProxies(Set<String> addresses) {
        this.addresses = Set.copyOf(addresses);
    }

    /**
     * Reads the addresses. A wrong value is a problem, and trusts nobody.
     *
     * @param checked the values below {@code portnokkel.}
     */
    public static TrustedProxies read(CheckedValues checked) {
        return new TrustedProxies(
                checked.value(KEY, Text.message("configuration-value.addresses"), TrustedProxies::parse)
                        .orElse(Set.of()));
    }

    private static Set<String> parse(String list) {
        Set<String> addresses = new HashSet<>();
        for (String address : list.split("[,\\s]+", -1)) {
            addresses.add(normalized(address).orElseThrow(IllegalArgumentException::new));
        }
        return addresses;
    }

    /**
     * Returns the address that the request comes from: of the connection, or, behind trusted proxies, the last one in {@code
     * X-Forwarded-For} that is not a trusted proxy itself. What stands before it may be the caller's invention.
     */
    public String addressOf(HttpServletRequest request) {
        return addressOf(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    String addressOf(String connection, List<String> forwardedFor) {
        String address = normalized(connection).orElse(connection);
        List<String> hops = values(forwardedFor);
        for (int hop = hops.size() - 1; hop >= 0 && addresses.contains(address); hop--) {
            Optional<String> previous = normalized(withoutPort(hops.get(hop)));
            if (previous.isEmpty()) {
                return address;
            }
            address = previous.get();
        }
        return address;
    }

    /** Returns whether the caller uses TLS: to this server, or to a trusted proxy in front of it. */
    public boolean isSecure(HttpServletRequest request) {
        return request.isSecure()
                || isSecure(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-Proto")));
    }

    boolean isSecure(String connection, List<String> forwardedProto) {
        return normalized(connection).filter(addresses::contains).isPresent()
                && values(forwardedProto).stream().anyMatch("https"::equalsIgnoreCase);
    }

    private static List<String> values(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    /** Returns the address in the one form of {@link InetAddress#getHostAddress}; empty when it is no literal address. */
    private static Optional<String> normalized(String address) {
        String plain = address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address.split("%", 2)[0]; // the scope of a link-local address
        if (Stream.of(IPV4, IPV6).noneMatch(form -> form.matcher(plain).matches())) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(plain).getHostAddress());
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    /** Some proxies add the port: {@code 192.0.2.7:4711}, {@code [2001:db8::7]:4711}. */
    private static String withoutPort(String hop) {
        return hop.matches("(\\[.*]|" + IPV4 + "):[0-9]{1,5}") ? hop.substring(0, hop.lastIndexOf(':')) : hop;
    }
}
