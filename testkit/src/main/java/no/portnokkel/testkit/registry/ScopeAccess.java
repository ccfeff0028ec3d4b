package no.portnokkel.testkit.registry;

/**
 * An organisation and a scope, for the decision of the scope's owner on access.
 *
 * @param organisation organisation number: nine digits
 */
public record ScopeAccess(String organisation, String scope) {}
