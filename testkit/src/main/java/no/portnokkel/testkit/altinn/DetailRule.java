package no.portnokkel.testkit.altinn;

import java.util.Map;
import java.util.Optional;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;

/** Altinn's requirement on one type of {@code authorization_details}; its fields are already checked. */
@FunctionalInterface
interface DetailRule {

    /**
     * Returns the refusal; empty when the detail meets the requirement.
     *
     * @param consumer organisation number of the token's consumer
     */
    Optional<Refusal> check(Map<?, ?> detail, RegisteredClient client, String consumer);
}
