package no.portnokkel.testkit.grant;

import java.util.Optional;
import no.portnokkel.testkit.ca.CertificateClass;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.PersonNumber;
import no.portnokkel.testkit.registry.RegisteredClient;

/** {@code pid} is a person's number by its syntax; in production it is not a synthetic one. */
record PersonRule(CertificateClass certificateClass) implements Rule {

    @Override
    public Optional<Refusal> check(PresentedGrant grant, RegisteredClient client) {
        boolean fits = !grant.claims().containsKey("pid")
                || grant.text("pid").filter(this::canBeAPerson).isPresent();
        return fits ? Optional.empty() : Optional.of(KnownRefusal.INVALID_ASSERTION.with("Invalid claim pid"));
    }

    private boolean canBeAPerson(String number) {
        return PersonNumber.isGood(number)
                && !(certificateClass == CertificateClass.PRODUCTION && PersonNumber.isSynthetic(number));
    }
}
