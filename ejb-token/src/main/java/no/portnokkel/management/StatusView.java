package no.portnokkel.management;

import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import no.portnokkel.hsm.HsmStatus;
import no.portnokkel.json.JsonMembers;
import no.portnokkel.json.ProblemView;
import no.portnokkel.maskinporten.Environment;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.http.ProductVersion;
import no.portnokkel.problem.Problem;
import no.portnokkel.runtime.CertificateInfo;
import no.portnokkel.runtime.EnvironmentChoice;
import no.portnokkel.runtime.PortnokkelOperations;
import no.portnokkel.runtime.SigningKeyInfo;
import no.portnokkel.runtime.TokenStatistics.TokenCounts;
import no.portnokkel.runtime.TokenStatistics.TokenCounts.LastGrant;

/** JSON of the state of a deployment. */
public final class StatusView {
    private StatusView() {}

    /**
     * Returns the present state. Does no I/O.
     *
     * @param clock gives the member {@code now}, so that a page can count down without relying on the reader's clock
     */
    public static JsonMembers of(
            PortnokkelOperations portnokkel, boolean ready, List<Problem> problems, Clock clock, Locale language) {
        return new JsonMembers()
                .put("version", ProductVersion.VERSION)
                .put("now", clock.instant().toString())
                .putObject("environment", environment(portnokkel))
                .put("ready", ready)
                .put("problems", ProblemView.all(problems, language))
                .putObject("hsm", portnokkel.hsm().map(StatusView::hsm))
                .putObject("key", portnokkel.key().map(key -> key(key, clock)))
                .put("tokens", tokens(portnokkel.tokenCounts()));
    }

    private static Optional<JsonObject> environment(PortnokkelOperations portnokkel) {
        EnvironmentChoice choice = portnokkel.activeEnvironment();
        return choice.environment().map(name -> {
            Optional<Environment> configured = Optional.ofNullable(
                            portnokkel.configuration().environments().get(name))
                    .map(EnvironmentSettings::environment);
            return new JsonMembers()
                    .put("name", name)
                    .put(
                            "class",
                            configured.map(environment ->
                                    environment.environmentClass().word()))
                    .put("issuer", configured.map(Environment::issuer))
                    .put("since", choice.since().toString())
                    .object();
        });
    }

    static JsonObject hsm(HsmStatus hsm) {
        return new JsonMembers()
                .put("state", hsm.state().word())
                .put("profile", hsm.profile())
                .put("tokenLabel", hsm.tokenLabel())
                .put("generation", hsm.generation())
                .object();
    }

    static JsonObject key(SigningKeyInfo key, Clock clock) {
        return new JsonMembers()
                .put("label", key.label())
                .put("kid", key.kid())
                .putObject("certificate", key.certificateInfo(clock).map(StatusView::certificate))
                .object();
    }

    private static JsonObject certificate(CertificateInfo facts) {
        return new JsonMembers()
                .put("subject", facts.subject())
                .put("issuer", facts.issuer())
                .put("organisationNumber", facts.organisationNumber().map(OrganisationNumber::digits))
                .put("notBefore", facts.notBefore().toString())
                .put("notAfter", facts.notAfter().toString())
                .put("daysLeft", facts.daysLeft())
                .put("sha256", facts.sha256())
                .object();
    }

    static JsonObject tokens(TokenCounts counts) {
        return new JsonMembers()
                .put("kept", counts.cached())
                .put("granted", counts.granted())
                .put("refused", counts.refused())
                .putObject("lastGrant", counts.lastGrant().map(StatusView::lastGrant))
                .object();
    }

    private static JsonObject lastGrant(LastGrant grant) {
        return new JsonMembers()
                .put("environment", grant.environment())
                .put("at", grant.at().toString())
                .put("expiresAt", grant.expiresAt().toString())
                .put("scope", grant.scope())
                .put("claims", grant.claims())
                .object();
    }
}
