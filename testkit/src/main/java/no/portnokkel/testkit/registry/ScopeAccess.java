package no.portnokkel.testkit.registry;

/**
 * What a scope's owner has said to an organisation.
 *
 * @param organisation nine digits
 */
public record ScopeAccess(String organisation, String scope) {}
