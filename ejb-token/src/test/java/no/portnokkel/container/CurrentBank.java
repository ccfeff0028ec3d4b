package no.portnokkel.container;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import no.portnokkel.inject.ConsumerOrgContext;
import no.portnokkel.maskinporten.OrganisationNumber;
import org.jspecify.annotations.Nullable;

/** The bank that the user of a supplier's application works for, known per request. */
@RequestScoped
public class CurrentBank implements ConsumerOrgContext {
    private @Nullable OrganisationNumber chosen;

    public void choose(OrganisationNumber bank) {
        chosen = bank;
    }

    @Override
    public Optional<OrganisationNumber> consumerOrg() {
        return Optional.ofNullable(chosen);
    }
}
