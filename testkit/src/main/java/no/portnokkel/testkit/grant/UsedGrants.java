package no.portnokkel.testkit.grant;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;

/** Refuses a grant that was used before, also when both arrive at the same time. Remembers the last 200,000 grants. */
final class UsedGrants implements GrantCheck.Rule {

    private static final int MAX_REMEMBERED = 200_000;

    private final Map<GrantId, Boolean> used = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<GrantId, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    @Override
    public Optional<Refusal> check(PresentedGrant grant, RegisteredClient client) {
        // jti is only recommended; a grant without it is identified by its signature.
        String id = grant.text("jti").orElseGet(() -> grant.signature().toString());
        return markUsed(new GrantId(client.clientId(), id))
                ? Optional.empty()
                : Optional.of(KnownRefusal.USED_BEFORE.with());
    }

    private synchronized boolean markUsed(GrantId grantId) {
        return used.put(grantId, true) == null;
    }

    private record GrantId(String clientId, String id) {}
}
