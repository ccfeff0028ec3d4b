package no.portnokkel.testkit.grant;

import java.util.Optional;
import java.util.Set;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;

/** What became of a grant. */
public sealed interface Verdict {

    /** Returns the grant; empty when what came could not be read as one. */
    Optional<PresentedGrant> presented();

    /** The grant is good, and now used; {@code notes} tells what was odd about it. */
    record Accepted(PresentedGrant grant, RegisteredClient client, Set<Warning> notes) implements Verdict {
        public Accepted {
            notes = Set.copyOf(notes);
        }

        /** Organisation number of the one in whose name the token is: nine digits. */
        public String consumer() {
            return grant.text("consumer_org").orElse(client.owner());
        }

        @Override
        public Optional<PresentedGrant> presented() {
            return Optional.of(grant);
        }
    }

    /** The grant is not good. */
    record Refused(Optional<PresentedGrant> presented, Refusal refusal) implements Verdict {}
}
