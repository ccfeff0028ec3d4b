package no.portnokkel.testkit.grant;

import java.util.Optional;
import java.util.Set;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.RegisteredClient;

/** The result of checking a grant. */
public sealed interface Verdict {

    /** Returns the grant; empty when the assertion is malformed. */
    Optional<PresentedGrant> presented();

    /** The grant is valid, and now used. {@code warnings} lists its deviations from the documentation. */
    record Accepted(PresentedGrant grant, RegisteredClient client, Set<Warning> warnings) implements Verdict {
        public Accepted {
            warnings = Set.copyOf(warnings);
        }

        /** Returns the organisation number of the consumer: nine digits. */
        public String consumer() {
            return grant.text("consumer_org").orElse(client.owner());
        }

        @Override
        public Optional<PresentedGrant> presented() {
            return Optional.of(grant);
        }
    }

    /** The grant is invalid. */
    record Refused(Optional<PresentedGrant> presented, Refusal refusal) implements Verdict {}
}
