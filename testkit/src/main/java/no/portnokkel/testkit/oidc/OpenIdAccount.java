package no.portnokkel.testkit.oidc;

import java.util.List;

/**
 * A person at the provider.
 *
 * @param subject the {@code sub} claim
 * @param name the {@code preferred_username} claim
 * @param groups the {@code groups} claim
 */
public record OpenIdAccount(String subject, String name, List<String> groups) {

    public OpenIdAccount {
        groups = List.copyOf(groups);
    }

    /** Returns a person of these groups. */
    public static OpenIdAccount of(String subject, String name, String... groups) {
        return new OpenIdAccount(subject, name, List.of(groups));
    }
}
