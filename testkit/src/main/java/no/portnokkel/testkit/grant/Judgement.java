package no.portnokkel.testkit.grant;

import java.util.Optional;
import no.portnokkel.testkit.registry.RegisteredClient;

/** What became of a grant. */
public sealed interface Judgement {

    /** Returns the grant; empty when what came could not be read as one. */
    Optional<PresentedGrant> presented();

    /** The grant is good, and now used. */
    record Accepted(PresentedGrant grant, RegisteredClient client) implements Judgement {
        @Override
        public Optional<PresentedGrant> presented() {
            return Optional.of(grant);
        }
    }

    /** The grant is not good. */
    record Refused(Optional<PresentedGrant> presented, Refusal refusal) implements Judgement {}
}
