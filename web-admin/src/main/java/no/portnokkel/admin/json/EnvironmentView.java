package no.portnokkel.admin.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.config.EnvironmentSettings;

/** JSON of the configured environments. */
public final class EnvironmentView {
    private EnvironmentView() {}

    /** Returns all environments, by name. */
    public static JsonArray all(
            Map<String, EnvironmentSettings> environments, Optional<String> active, Locale language) {
        return JsonMembers.array(environments.entrySet().stream()
                .map(entry -> of(entry.getValue(), active.equals(Optional.of(entry.getKey())), language))
                .toList());
    }

    private static JsonObject of(EnvironmentSettings settings, boolean active, Locale language) {
        Environment environment = settings.environment();
        return new JsonMembers()
                .put("name", environment.name())
                .put("class", environment.environmentClass().word())
                .put("state", active ? "active" : settings.state().name().toLowerCase(Locale.ROOT))
                .put("issuer", Optional.of(environment.issuer()).filter(issuer -> !issuer.isEmpty()))
                .put("problems", ProblemView.all(settings.problems(), language))
                .object();
    }
}
