package no.portnokkel.maskinporten;

import java.net.URI;

/**
 * A Maskinporten environment and its addresses.
 *
 * @param name as the bank configures it: lower-case letters, digits, hyphens
 * @param environmentClass test or production
 * @param issuer the exact value of {@code aud} in a grant, including a final slash
 * @param tokenEndpoint the address that grants are posted to; same origin as the issuer
 * @param jwksUri the keys that Maskinporten signs tokens with; same origin as the issuer
 */
public record Environment(
        String name, EnvironmentClass environmentClass, String issuer, URI tokenEndpoint, URI jwksUri) {

    /** Returns whether Digdir operates this environment, judged by its host name. */
    public boolean isDigdirs() {
        String host = tokenEndpoint.getHost();
        return host.equals("maskinporten.no") || host.endsWith(".maskinporten.no");
    }
}
