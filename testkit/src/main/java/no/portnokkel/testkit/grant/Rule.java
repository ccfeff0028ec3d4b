package no.portnokkel.testkit.grant;

import java.util.Optional;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;

/** One thing that is demanded of a grant whose client is known. */
@FunctionalInterface
interface Rule {

    /** Returns why the grant is refused; empty when this rule has nothing against it. */
    Optional<Refusal> check(PresentedGrant grant, RegisteredClient client);
}
