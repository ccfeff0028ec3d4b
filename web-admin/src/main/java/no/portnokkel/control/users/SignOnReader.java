package no.portnokkel.control.users;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.Origin;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.oidc.RelyingPartySettings;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;
import no.portnokkel.settings.HttpAddress;
import no.portnokkel.settings.ValueCharacters;
import no.portnokkel.settings.WrongValueException;

/**
 * Reads {@code portnokkel.admin.oidc.*}. With one wrong value nobody signs in by the provider: a mistake must not let in more
 * persons than were meant. Built-in users are not concerned.
 */
final class SignOnReader {
    static final String PREFIX = "portnokkel.admin.oidc.";
    static final String SECRET_FILE = "client-secret-file";
    private static final String OPENID = "openid";
    private static final List<String> KEYS =
            List.of("issuer", "client-id", SECRET_FILE, "scopes", "name-claim", "groups-claim", "acr", "audience");

    private final CheckedValues checked;

    SignOnReader(ConfigValues values) {
        this.checked = Configuration.checked(values, PREFIX);
    }

    /** Returns the settings; empty when single sign-on is not configured, or wrong. */
    Optional<SignOnSettings> read() {
        boolean isConfigured = Stream.concat(
                        KEYS.stream(), Arrays.stream(Role.values()).map(SignOnReader::groupsKey))
                .anyMatch(key -> checked.text(key).isPresent());
        if (!isConfigured) {
            return Optional.empty();
        }
        Optional<URI> issuer = required("issuer", issuerText(), SignOnReader::confidentialIssuer);
        Text identifier = Text.message("configuration-value.identifier");
        Optional<String> clientId = required("client-id", identifier, ValueCharacters::requireIdentifier);
        Optional<String> audience = checked.identifier("audience");
        Optional<List<String>> scopes =
                checked.value("scopes", Text.message("configuration-value.oidc-scopes"), SignOnReader::scopes);
        Optional<String> nameClaim = checked.identifier("name-claim");
        Optional<String> groupsClaim = checked.identifier("groups-claim");
        Map<Role, NavigableSet<String>> groups = groups();
        if (!checked.problems().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SignOnSettings(
                new RelyingPartySettings(
                        issuer.orElseThrow(),
                        clientId.orElseThrow(),
                        Optional.empty(),
                        scopes.orElse(List.of(OPENID, "profile")),
                        new HashSet<>(
                                checked.text("acr").map(SignOnReader::list).orElse(List.of())),
                        audience.or(() -> clientId).orElseThrow()),
                nameClaim.orElse("preferred_username"),
                groupsClaim.orElse("groups"),
                groups));
    }

    /** Without any group nobody could sign in. */
    private Map<Role, NavigableSet<String>> groups() {
        Map<Role, NavigableSet<String>> groups = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            checked.text(groupsKey(role)).ifPresent(text -> groups.put(role, new TreeSet<>(list(text))));
        }
        if (groups.isEmpty()) {
            checked.missing(
                    groupsKey(Role.OPERATOR),
                    Text.message(
                            "configuration-value.oidc-groups",
                            Map.of(
                                    "keys",
                                    Arrays.stream(Role.values())
                                            .map(role -> checked.key(groupsKey(role)))
                                            .collect(Collectors.joining(", ")))));
        }
        return groups;
    }

    private static String groupsKey(Role role) {
        return "groups." + role.code();
    }

    private static Text issuerText() {
        return Text.message("configuration-value.oidc-issuer");
    }

    private <T> Optional<T> required(String key, Text allowed, Function<String, T> parser) {
        return checked.text(key).isEmpty() && !checked.isUnreadable(key)
                ? checked.missing(key, allowed)
                : checked.value(key, allowed, parser);
    }

    private static URI confidentialIssuer(String text) {
        URI issuer = HttpAddress.ofIssuer(text);
        if (!Origin.of(issuer).isConfidential()) {
            throw new WrongValueException(Text.message("configuration-value.not-https"));
        }
        return issuer;
    }

    private static List<String> scopes(String text) {
        List<String> scopes = list(text);
        if (!scopes.contains(OPENID)) {
            throw new IllegalArgumentException();
        }
        scopes.forEach(ValueCharacters::requireIdentifier);
        return scopes;
    }

    private static List<String> list(String text) {
        return Stream.of(text.split("[,\\s]+", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    List<Problem> problems() {
        return List.copyOf(checked.problems());
    }
}
