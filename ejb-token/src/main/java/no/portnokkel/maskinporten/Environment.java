package no.portnokkel.maskinporten;

import java.net.URI;

/**
 * One Maskinporten: where grants are sent and whom they address.
 *
 * @param name as the bank calls it: lower case letters, digits, hyphen
 * @param environmentClass what is at stake
 * @param issuer the {@code aud} of a grant, to the letter, with its slash
 * @param tokenEndpoint where grants are posted; of the issuer's origin
 * @param jwksUri the keys that sign its tokens; of the issuer's origin
 */
public record Environment(
        String name, EnvironmentClass environmentClass, String issuer, URI tokenEndpoint, URI jwksUri) {

    /** Whether it is one of Digdir's own, by its address. */
    public boolean isDigdirs() {
        String host = tokenEndpoint.getHost();
        return host.equals("maskinporten.no") || host.endsWith(".maskinporten.no");
    }
}
