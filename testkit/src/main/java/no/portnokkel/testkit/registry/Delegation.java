package no.portnokkel.testkit.registry;

/**
 * The consumer lets the supplier ask for the scope on its behalf, as a person of the consumer arranges it in Altinn.
 *
 * @param consumer organisation number: nine digits
 * @param supplier organisation number of the client's owner: nine digits
 */
public record Delegation(String consumer, String supplier, String scope) {}
