package no.portnokkel.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.runtime.PortnokkelOperations;

/** The complete Portnøkkel. */
final class PortnokkelClient implements Client {
    private final PortnokkelOperations portnokkel;
    private final Supplier<AccessToken> supplier;
    private int cold;

    PortnokkelClient(BankKey key, TokenServer server, Path directory) {
        this(key, key.hsm().library(), server, directory);
    }

    /** @param module the PKCS#11 module in front of the key's token */
    PortnokkelClient(BankKey key, Path module, TokenServer server, Path directory) {
        portnokkel = start(key, "softhsm2", module, server.issuer(), directory);
        supplier = portnokkel.tokens().supplier(TokenRequest.forScope("bank:benchmark"));
    }

    /**
     * @param profile the HSM profile
     * @param module the PKCS#11 module in front of the key's token
     */
    static PortnokkelOperations start(BankKey key, String profile, Path module, URI issuer, Path directory) {
        Map<String, String> values = new HashMap<>();
        values.put("environment", "lab");
        values.put("environments.lab.issuer", issuer.toString());
        values.put("environments.lab.client-id", "bank-client");
        values.put("environments.lab.organisation-number", BankKey.OWNER);
        values.put("environments.lab.key", BankKey.LABEL);
        values.put("hsm.profile", profile);
        values.put("hsm.library", module.toString());
        values.put("hsm.token-label", key.hsm().label());
        values.put("hsm.pin-file", key.hsm().pinFile().toString());
        values.put("data-dir", directory.toString());
        Map<String, String> prefixed = new HashMap<>();
        values.forEach((name, value) -> prefixed.put("portnokkel." + name, value));
        return PortnokkelOperations.start(ConfigValues.of(prefixed), Executors.defaultThreadFactory(), "");
    }

    @Override
    public String name() {
        return "Portnøkkel";
    }

    @Override
    public String token() {
        return supplier.get().value();
    }

    @Override
    public String coldToken() {
        return portnokkel
                .tokens()
                .get(TokenRequest.forScope("bank:cold" + cold++))
                .value();
    }

    @Override
    public String tokenOfPerson(int person) {
        TokenRequest request = TokenRequest.forScope("bank:benchmark").aboutPerson(Persons.get(person));
        return portnokkel.tokens().get(request).value();
    }

    @Override
    public void close() {
        portnokkel.close();
    }
}
