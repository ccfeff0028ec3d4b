package no.portnokkel.testkit.grant;

import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.Registry;

/**
 * Checks a grant against all rules in order: client, key, audience, times, claims, and finally scopes and authorization
 * details. The first rule that objects decides. A grant that has passed the time rule counts as used, even if a later rule
 * refuses it.
 */
public final class GrantCheck {

    private final Registry registry;
    private final Clock clock;
    private final DetailCheck details;
    private final List<Rule> rules;

    /** @param issuer the only accepted {@code aud}, including the slash at the end */
    public GrantCheck(URI issuer, Registry registry, TestAuthority authority, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.details = new DetailCheck(registry, clock);
        this.rules = List.of(
                new RegisteredKeyRule(registry, clock),
                new CertificateRule(authority, registry, clock),
                (grant, client) -> issuer.toString().equals(grant.claims().get("aud"))
                        ? Optional.empty()
                        : Optional.of(KnownRefusal.WRONG_AUDIENCE.with()),
                new TimeRule(clock),
                ClaimRules::identifier,
                new UsedGrants(),
                ClaimRules::known,
                ClaimRules::resource,
                (grant, client) -> ClaimRules.person(grant, authority.certificateClass()),
                ClaimRules::consumer,
                new ScopeRule(registry),
                this::details);
    }

    /** Checks the assertion and, when it is authentic, marks it as used. */
    public Verdict check(String assertion) {
        PresentedGrant grant;
        try {
            grant = PresentedGrant.parse(assertion);
        } catch (ParseException malformed) {
            return new Verdict.Refused(Optional.empty(), KnownRefusal.INVALID_PARAMETER.with());
        }
        Optional<RegisteredClient> client = grant.text("iss").flatMap(registry::client);
        Optional<Refusal> refusal = HeaderRules.check(grant)
                .or(() -> client.isPresent()
                        ? firstObjection(grant, client.get())
                        : Optional.of(KnownRefusal.CLIENT_UNKNOWN.with()));
        return refusal.<Verdict>map(why -> new Verdict.Refused(Optional.of(grant), why))
                .orElseGet(() -> accepted(grant, client.orElseThrow()));
    }

    private Verdict accepted(PresentedGrant grant, RegisteredClient client) {
        return new Verdict.Accepted(
                grant, client, Warning.of(grant, clock.instant().getEpochSecond()));
    }

    private Optional<Refusal> details(PresentedGrant grant, RegisteredClient client) {
        return grant.claims().containsKey("authorization_details")
                ? details.check(
                        grant.claims().get("authorization_details"),
                        client,
                        grant.text("consumer_org").orElse(client.owner()))
                : Optional.empty();
    }

    private Optional<Refusal> firstObjection(PresentedGrant grant, RegisteredClient client) {
        return rules.stream()
                .flatMap(rule -> rule.check(grant, client).stream())
                .findFirst();
    }

    /** One requirement on a grant of a known client. */
    @FunctionalInterface
    interface Rule {

        /** Returns the refusal; empty when the grant meets the requirement. */
        Optional<Refusal> check(PresentedGrant grant, RegisteredClient client);
    }
}
