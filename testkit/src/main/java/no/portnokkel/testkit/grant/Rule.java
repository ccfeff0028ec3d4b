package no.portnokkel.testkit.grant;

import java.util.Optional;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;

/** One requirement on a grant of a known client. */
@FunctionalInterface
interface Rule {

    /** Returns the refusal; empty when the grant meets the requirement. */
    Optional<Refusal> check(PresentedGrant grant, RegisteredClient client);
}
