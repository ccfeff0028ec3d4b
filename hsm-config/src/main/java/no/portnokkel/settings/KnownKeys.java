package no.portnokkel.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;

/**
 * All keys below {@code portnokkel.}, implemented or reserved. {@code ENV} and {@code NAME} stand for names that the bank
 * chooses: lower-case letters, digits, hyphens; in an environment variable without hyphens.
 */
public final class KnownKeys {
    public static final String PREFIX = "portnokkel.";
    private static final String VARIABLE_PREFIX = "PORTNOKKEL_";

    private static final List<String> HSM = List.of(
            "profile",
            "library",
            "token-label",
            "slot",
            "keystore-file",
            "pin-file",
            "pin-retention",
            "recovery",
            "max-generations",
            "sign-timeout",
            "max-concurrent",
            "keep-alive");

    private static final List<String> CLIENT = List.of(
            "client-id", "organisation-number", "key", "kid", "next-key", "next-kid", "x5c", "algorithm", "scopes");

    private static final List<String> PATTERNS = Stream.of(
                    Stream.of("environment", "datasource", "data-dir", "node-name"),
                    Stream.of(
                                    "issuer",
                                    "token-endpoint",
                                    "jwks-uri",
                                    "class",
                                    "authorities-file",
                                    "hsm",
                                    "standby-key",
                                    "standby-kid",
                                    "standby-hsm")
                            .map("environments.ENV."::concat),
                    CLIENT.stream().map("environments.ENV."::concat),
                    CLIENT.stream().map("environments.ENV.clients.NAME."::concat),
                    HSM.stream().map("hsm."::concat),
                    HSM.stream().map("hsm.devices.NAME."::concat),
                    Stream.of("connect-timeout", "timeout", "proxy", "proxy-user", "proxy-password-file", "truststore")
                            .map("http."::concat),
                    Stream.of("refresh-at", "margin", "max-entries", "wait").map("tokens."::concat),
                    Stream.of(
                                    "users.NAME.roles",
                                    "users.NAME.password-hash",
                                    "one-person-switch",
                                    "emergency-review",
                                    "trusted-proxies")
                            .map("admin."::concat),
                    Stream.of(
                                    "issuer",
                                    "client-id",
                                    "client-secret-file",
                                    "scopes",
                                    "name-claim",
                                    "groups-claim",
                                    "groups.viewer",
                                    "groups.operator",
                                    "groups.security-officer",
                                    "groups.auditor",
                                    "acr",
                                    "audience")
                            .map("admin.oidc."::concat),
                    Stream.of("key", "retention", "witness-file").map("audit."::concat),
                    Stream.of("client", "scopes", "consumer-orgs").map("clients.allow.NAME."::concat),
                    Stream.of("environment", "audience", "skew", "suppliers", "authorities")
                            .map("receive."::concat),
                    Stream.of("switch.confirm-within"))
            .flatMap(keys -> keys)
            .toList();

    private static final List<Pattern> KEY_PATTERNS = PATTERNS.stream()
            .map(pattern -> Pattern.compile(pattern.replace(".", "\\.").replaceAll("ENV|NAME", "[a-z0-9][a-z0-9-]*")))
            .toList();

    private static final List<Pattern> VARIABLE_PATTERNS = PATTERNS.stream()
            .map(pattern -> Pattern.compile(pattern.replaceAll("ENV|NAME", "<>")
                    .toUpperCase(Locale.ROOT)
                    .replaceAll("[.-]", "_")
                    .replace("<>", "([A-Z0-9]+)")))
            .toList();

    private KnownKeys() {}

    /** Returns whether this full key is known. */
    public static boolean isKnown(String key) {
        return key.startsWith(PREFIX)
                && KEY_PATTERNS.stream()
                        .anyMatch(pattern ->
                                pattern.matcher(key.substring(PREFIX.length())).matches());
    }

    /** Returns whether this is the name of an environment variable with our prefix. */
    public static boolean isVariable(String name) {
        return name.startsWith(VARIABLE_PREFIX);
    }

    /** Returns the full key that an environment variable sets; empty if it sets no known key. */
    public static Optional<String> fromVariable(String variable) {
        if (!isVariable(variable)) {
            return Optional.empty();
        }
        String rest = variable.substring(VARIABLE_PREFIX.length());
        for (int i = 0; i < PATTERNS.size(); i++) {
            Matcher matcher = VARIABLE_PATTERNS.get(i).matcher(rest);
            if (matcher.matches()) {
                return Optional.of(PREFIX + withNames(PATTERNS.get(i), matcher));
            }
        }
        return Optional.empty();
    }

    private static String withNames(String pattern, Matcher matcher) {
        String key = pattern;
        for (int group = 1; group <= matcher.groupCount(); group++) {
            key = key.replaceFirst("ENV|NAME", matcher.group(group).toLowerCase(Locale.ROOT));
        }
        return key;
    }

    /**
     * Returns the problem of an unknown key, which suggests the most similar known one with the names that the bank chose.
     *
     * @param environment stands for an environment that the unknown key does not name
     */
    public static Problem unknown(String key, String environment) {
        return Problem.of(
                        ProblemCode.CONFIGURATION_UNKNOWN_KEY,
                        "configuration-unknown-key.did-you-mean",
                        Map.of("name", key, "nearest", nearest(key, environment)))
                .withConfigurationKey(key);
    }

    private static String nearest(String key, String environment) {
        List<String> parts = List.of(key.substring(PREFIX.length()).split("\\.", -1));
        return PREFIX
                + PATTERNS.stream()
                        .map(pattern -> withNamesOf(parts, pattern, environment))
                        .filter(candidate -> !candidate.contains("NAME")) // nothing says which client, device or user
                        .min(Comparator.comparingInt(candidate -> distance(candidate, String.join(".", parts))))
                        .orElseThrow();
    }

    private static String withNamesOf(List<String> names, String pattern, String environment) {
        String[] parts = pattern.split("\\.");
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].matches("ENV|NAME") && i < names.size() - 1) { // the last part of a key is never a chosen name
                parts[i] = names.get(i);
            } else if (parts[i].equals("ENV")) {
                parts[i] = environment;
            }
        }
        return String.join(".", parts);
    }

    /** Returns the Levenshtein distance: the number of characters to add, remove or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
