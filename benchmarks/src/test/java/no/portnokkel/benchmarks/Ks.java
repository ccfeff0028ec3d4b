package no.portnokkel.benchmarks;

import no.ks.fiks.maskinporten.AccessTokenRequest;
import no.ks.fiks.maskinporten.Maskinportenklient;
import no.ks.fiks.maskinporten.MaskinportenklientProperties;

/** The KS client. */
final class Ks implements Client {
    private static final AccessTokenRequest REQUEST =
            AccessTokenRequest.builder().scope("bank:benchmark").build();

    private final Maskinportenklient client;
    private int cold;

    Ks(BankKey key, TokenServer server) {
        client = Maskinportenklient.builder()
                .withPrivateKey(key.handle())
                .usingVirksomhetssertifikat(key.leaf())
                .withProperties(MaskinportenklientProperties.builder()
                        .audience(server.issuer().toString())
                        .tokenEndpoint(server.tokenEndpoint().toString())
                        .issuer("bank-client")
                        .numberOfSecondsLeftBeforeExpire(1)
                        .build())
                .build();
    }

    @Override
    public String name() {
        return "KS maskinporten-client";
    }

    @Override
    public String token() {
        return client.getAccessToken(REQUEST);
    }

    /** The client has no claim for a person; its cache knows scopes. */
    @Override
    public String tokenOfPerson(int person) {
        return client.getAccessToken(
                AccessTokenRequest.builder().scope("bank:person" + person).build());
    }

    @Override
    public String coldToken() {
        return client.getAccessToken(
                AccessTokenRequest.builder().scope("bank:cold" + cold++).build());
    }
}
