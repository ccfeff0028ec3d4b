package no.portnokkel.testkit.grant;

import java.util.Optional;
import no.portnokkel.testkit.ca.CertificateClass;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.refusal.Refusal;
import no.portnokkel.testkit.registry.PersonNumber;
import no.portnokkel.testkit.registry.RegisteredClient;

/** Checks that {@code pid} is a well-formed person's number; in production, that it is not synthetic. */
record PersonRule(CertificateClass certificateClass) implements Rule {

    @Override
    public Optional<Refusal> check(PresentedGrant grant, RegisteredClient client) {
        boolean valid = !grant.claims().containsKey("pid")
                || grant.text("pid").filter(this::isAccepted).isPresent();
        return valid ? Optional.empty() : Optional.of(KnownRefusal.INVALID_ASSERTION.with("Invalid claim pid"));
    }

    private boolean isAccepted(String number) {
        return PersonNumber.isGood(number)
                && !(certificateClass == CertificateClass.PRODUCTION && PersonNumber.isSynthetic(number));
    }
}
