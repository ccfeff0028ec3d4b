package com.example.bank;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.maskinporten.AccessToken;

/** Authorises requests to Skatteetaten's income API. */
@ApplicationScoped
public class IncomeClient {
    private final Supplier<AccessToken> token;

    @Inject
    public IncomeClient(@Maskinporten(scope = "skatteetaten:inntekt") Supplier<AccessToken> token) {
        this.token = token;
    }

    protected IncomeClient() { // for the proxy of CDI
        this(() -> {
            throw new IllegalStateException("not injected");
        });
    }

    public String authorization() {
        return "Bearer " + token.get().value();
    }
}
