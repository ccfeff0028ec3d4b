package no.portnokkel.admin.login;

import java.util.Optional;
import no.portnokkel.control.users.SignInEvent.Method;
import no.portnokkel.control.users.SignInEvent.Refused;
import no.portnokkel.control.users.SingleSignOn.Result;

/** Turns refusals of the single sign-on into events. */
final class SignOnRefusals {
    private SignOnRefusals() {}

    /** @param result not accepted */
    static Refused event(Method method, Result result, String address) {
        if (result instanceof Result.NotPermitted refused) {
            return new Refused(method, refused.reason(), Optional.of(refused.name()), address);
        }
        return result instanceof Result.Rejected rejected
                ? new Refused(method, rejected.reason(), Optional.empty(), address)
                : new Refused(method, "provider-unavailable", Optional.empty(), address);
    }
}
