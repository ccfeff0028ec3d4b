package no.portnokkel.testkit.altinn;

import java.util.Map;
import java.util.Optional;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;

/** What Altinn demands of one type of {@code authorization_details}, whose fields are known ones. */
@FunctionalInterface
interface DetailRule {

    /**
     * Returns why the detail is refused; empty when this rule has nothing against it.
     *
     * @param consumer organisation number of the one in whose name the token would be
     */
    Optional<Refusal> check(Map<?, ?> detail, RegisteredClient client, String consumer);
}
