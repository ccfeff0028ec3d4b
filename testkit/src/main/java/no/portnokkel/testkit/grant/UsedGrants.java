package no.portnokkel.testkit.grant;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;

/** No grant counts twice, not even when two arrive at the same moment. Remembers the last 200,000. */
final class UsedGrants implements Rule {

    private static final int MEMORY = 200_000;

    private final Map<Mark, Boolean> used = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Mark, Boolean> eldest) {
            return size() > MEMORY;
        }
    };

    @Override
    public Optional<Refusal> check(PresentedGrant grant, RegisteredClient client) {
        // jti is only recommended; a grant without one is known by its signature.
        String id = grant.text("jti").orElseGet(() -> grant.signature().toString());
        return markUsed(new Mark(client.clientId(), id))
                ? Optional.empty()
                : Optional.of(KnownRefusal.USED_BEFORE.with());
    }

    private synchronized boolean markUsed(Mark mark) {
        return used.put(mark, true) == null;
    }

    private record Mark(String clientId, String id) {}
}
