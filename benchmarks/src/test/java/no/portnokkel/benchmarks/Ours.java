package no.portnokkel.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.runtime.Portnokkel;

/** Portnøkkel, the whole of it. */
final class Ours implements Client {
    private final Portnokkel portnokkel;
    private final Supplier<AccessToken> injected;
    private int cold;

    Ours(BankKey key, TokenServer server, Path directory) {
        Map<String, String> values = new HashMap<>();
        values.put("environment", "lab");
        values.put("environments.lab.issuer", server.issuer().toString());
        values.put("environments.lab.client-id", "bank-client");
        values.put("environments.lab.organisation-number", BankKey.OWNER);
        values.put("environments.lab.key", BankKey.LABEL);
        values.put("hsm.profile", "softhsm2");
        values.put("hsm.library", key.hsm().library().toString());
        values.put("hsm.token-label", key.hsm().label());
        values.put("hsm.pin-file", key.hsm().pinFile().toString());
        values.put("data-dir", directory.toString());
        Map<String, String> prefixed = new HashMap<>();
        values.forEach((name, value) -> prefixed.put("portnokkel." + name, value));
        portnokkel = Portnokkel.start(ConfigValues.of(prefixed), Executors.defaultThreadFactory());
        injected = portnokkel.tokens().supplier(TokenRequest.forScope("bank:benchmark"));
    }

    @Override
    public String name() {
        return "Portnøkkel";
    }

    @Override
    public String token() {
        return injected.get().value();
    }

    @Override
    public String coldToken() {
        return portnokkel
                .tokens()
                .get(TokenRequest.forScope("bank:cold" + cold++))
                .value();
    }

    @Override
    public void close() {
        portnokkel.close();
    }
}
