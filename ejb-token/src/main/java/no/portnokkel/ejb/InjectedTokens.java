package no.portnokkel.ejb;

import jakarta.enterprise.inject.spi.CDI;
import java.io.Serializable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.Tokens;
import org.jspecify.annotations.Nullable;

/** The injected tokens. Finds those of its application again after the bean that has it was passivated. */
final class InjectedTokens implements Tokens, Serializable {
    private static final long serialVersionUID = 1L;

    private transient @Nullable Tokens tokens; // a data race is harmless: they are found twice

    InjectedTokens(Tokens tokens) {
        this.tokens = tokens;
    }

    private Tokens tokens() {
        Tokens present = tokens;
        if (present == null) {
            present = CDI.current()
                    .select(PortnokkelProducer.class)
                    .get()
                    .operations()
                    .tokens();
            tokens = present;
        }
        return present;
    }

    @Override
    public AccessToken get(TokenRequest request) {
        return tokens().get(request);
    }

    @Override
    public CompletionStage<AccessToken> getAsync(TokenRequest request) {
        return tokens().getAsync(request);
    }

    @Override
    public Supplier<AccessToken> supplier(TokenRequest request) {
        return tokens().supplier(request);
    }

    @Override
    public AccessToken insteadOf(AccessToken refused, TokenRequest request) {
        return tokens().insteadOf(refused, request);
    }
}
