package no.portnokkel.testkit.grant;

import java.util.List;
import java.util.Optional;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.IntegrationType;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredScope.Trait;
import no.portnokkel.testkit.registry.Registry;

/**
 * Checks each scope: it is on the client, not for user login, open to the consumer, and delegated to the supplier when
 * consumer and client's owner differ.
 */
record ScopeRule(Registry registry) implements GrantCheck.Rule {

    @Override
    public Optional<Refusal> check(PresentedGrant grant, RegisteredClient client) {
        List<String> scopes = grant.scopes();
        if (scopes.isEmpty()) {
            return Optional.of(KnownRefusal.INVALID_PARAMETER.with());
        }
        List<String> notOnClient = scopes.stream()
                .filter(scope -> !client.scopes().contains(scope))
                .toList();
        if (!notOnClient.isEmpty()) {
            return Optional.of(KnownRefusal.SCOPE_NOT_ON_CLIENT.with(String.join(" ", notOnClient)));
        }
        if (client.integrationType() != IntegrationType.MASKINPORTEN
                || scopes.stream().anyMatch(scope -> registry.scope(scope).is(Trait.USER_LOGIN_ONLY))) {
            return Optional.of(KnownRefusal.SCOPE_NOT_FOR_MACHINES.with());
        }
        String consumer = grant.text("consumer_org").orElse(client.owner());
        return scopes.stream()
                .flatMap(scope -> check(scope, consumer, client.owner()).stream())
                .findFirst();
    }

    private Optional<Refusal> check(String scope, String consumer, String owner) {
        if (!registry.hasAccess(consumer, scope)) {
            return Optional.of(KnownRefusal.SCOPE_NOT_GRANTED.with(scope));
        }
        if (!consumer.equals(owner) && registry.scope(scope).is(Trait.NOT_DELEGABLE)) {
            return Optional.of(KnownRefusal.CONSUMER_NOT_POSSIBLE.with());
        }
        return consumer.equals(owner) || registry.hasDelegated(consumer, owner, scope)
                ? Optional.empty()
                : Optional.of(KnownRefusal.SCOPE_NOT_DELEGATED.with(consumer, scope, owner));
    }
}
