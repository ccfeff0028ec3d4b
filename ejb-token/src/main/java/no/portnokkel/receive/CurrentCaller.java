package no.portnokkel.receive;

import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The caller of the current request. */
@RequestScoped
class CurrentCaller implements MaskinportenCaller {
    private @Nullable MaskinportenCaller verified;

    void become(MaskinportenCaller caller) {
        verified = caller;
    }

    /** Returns whether the token of this request has been verified. */
    boolean isVerified() {
        return verified != null;
    }

    boolean hasAll(List<String> scopes) {
        return scopes().containsAll(scopes);
    }

    private MaskinportenCaller caller() {
        MaskinportenCaller present = verified;
        if (present == null) {
            throw new IllegalStateException(
                    "This request has no verified token. Add @RequiresMaskinporten to the resource method or its class.");
        }
        return present;
    }

    @Override
    public String consumer() {
        return caller().consumer();
    }

    @Override
    public Optional<String> supplier() {
        return caller().supplier();
    }

    @Override
    public Set<String> scopes() {
        return caller().scopes();
    }

    @Override
    public String tokenId() {
        return caller().tokenId();
    }
}
