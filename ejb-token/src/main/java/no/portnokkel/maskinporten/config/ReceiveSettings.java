package no.portnokkel.maskinporten.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.problem.Text;
import no.portnokkel.settings.CheckedValues;
import no.portnokkel.settings.HttpAddress;
import no.portnokkel.settings.KnownKeys;
import no.portnokkel.settings.ValueCharacters;

/**
 * Which access tokens an API of the bank accepts ({@code receive.*}). Where one value is wrong there are no settings, and no token is
 * accepted.
 *
 * @param environment that issues the tokens
 * @param audiences base addresses of the API, one of which is in {@code aud}; compared character by character
 * @param skew how far the clocks of the issuer and of this server may differ
 * @param suppliers that may act for a consumer; empty for all
 * @param authorities whose IDs {@code consumer} may have
 */
public record ReceiveSettings(
        Environment environment,
        Set<String> audiences,
        Duration skew,
        Optional<Set<OrganisationNumber>> suppliers,
        Set<String> authorities) {
    /** The authority of organisation numbers (ISO 6523, in the notation of the European Commission). */
    public static final String ORGANISATION_NUMBERS = "iso6523-actorid-upis";

    private static final String ENVIRONMENT = "environment";
    private static final String AUDIENCE = "audience";
    private static final Duration DEFAULT_SKEW = Duration.ofSeconds(5);
    private static final Duration LARGEST_SKEW = Duration.ofSeconds(10); // a token lives for two minutes
    private static final List<String> KEYS = List.of(ENVIRONMENT, AUDIENCE, "skew", "suppliers", "authorities");

    /**
     * Reads the settings; empty if none are configured, or if one is wrong, which the problems of the values describe.
     *
     * @param values those below {@code receive}
     * @param all for the addresses of a custom environment
     */
    static Optional<ReceiveSettings> read(CheckedValues values, ConfigValues all) {
        int problemsBefore = values.problems().size();
        if (KEYS.stream().allMatch(key -> values.text(key).isEmpty() && !values.isUnreadable(key))) {
            return Optional.empty();
        }
        Optional<Environment> environment = environment(values, all);
        Optional<Set<String>> audiences = audiences(values);
        Optional<Duration> skew = values.duration("skew", Duration.ZERO, LARGEST_SKEW);
        Optional<Set<OrganisationNumber>> suppliers = AllowedRequests.words(
                values, "suppliers", Text.message("configuration.consumer-orgs"), OrganisationNumber::new);
        Set<String> authorities = new TreeSet<>(Set.of(ORGANISATION_NUMBERS));
        AllowedRequests.words(
                        values,
                        "authorities",
                        Text.message("configuration.receive-authorities"),
                        ValueCharacters::requireIdentifier)
                .ifPresent(authorities::addAll);
        if (values.problems().size() > problemsBefore || environment.isEmpty() || audiences.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ReceiveSettings(
                environment.get(), audiences.get(), skew.orElse(DEFAULT_SKEW), suppliers, Set.copyOf(authorities)));
    }

    private static Optional<Set<String>> audiences(CheckedValues values) {
        Text allowed = Text.message("configuration.receive-audience");
        Optional<Set<String>> audiences = AllowedRequests.words(values, AUDIENCE, allowed, text -> {
            HttpAddress.ofIssuer(text);
            return text;
        });
        return audiences.isEmpty() ? values.missing(AUDIENCE, allowed) : audiences;
    }

    private static Optional<Environment> environment(CheckedValues values, ConfigValues all) {
        Set<String> configured = all.children(KnownKeys.PREFIX + "environments");
        Text choices = Text.verbatim(String.join(", ", Configuration.choices(configured)));
        Optional<String> name = values.text(ENVIRONMENT);
        if (name.isEmpty()) {
            return values.missing(ENVIRONMENT, choices);
        }
        Optional<Environment> preset = Presets.byName(name.get());
        if (preset.isPresent()) {
            return preset;
        }
        CheckedValues addresses = Configuration.checked(all, KnownKeys.PREFIX).below("environments." + name.get());
        Optional<Presets.Retired> retired = Presets.retiredByName(name.get())
                .or(() -> addresses.text("issuer").flatMap(Presets::retiredByAddress));
        if (retired.isPresent()) {
            String key = values.key(ENVIRONMENT);
            values.report(retired.get().problem(key).withConfigurationKey(key));
            return Optional.empty();
        }
        if (!configured.contains(name.get())) {
            return values.wrong(ENVIRONMENT, choices);
        }
        Optional<Environment> custom = new CustomEnvironmentReader(name.get(), addresses, warning -> {}).read();
        addresses.problems().forEach(values::report);
        return addresses.problems().isEmpty()
                ? custom
                : values.wrong(ENVIRONMENT, Text.message("configuration.receive-environment"), choices);
    }

    /** Returns whether an environment has no client, and is there for its tokens only. */
    static boolean isReceivedOnly(String name, ConfigValues all) {
        CheckedValues root = Configuration.checked(all, KnownKeys.PREFIX);
        CheckedValues environment = root.below("environments." + name);
        boolean isReceived = root.text("receive." + ENVIRONMENT).equals(Optional.of(name));
        boolean isActive = root.text(ENVIRONMENT).equals(Optional.of(name));
        return isReceived
                && !isActive
                && Presets.byName(name).isEmpty()
                && List.of("client-id", "organisation-number", "key", "kid").stream()
                        .allMatch(key -> environment.text(key).isEmpty())
                && all.children(environment.key("clients")).isEmpty();
    }
}
