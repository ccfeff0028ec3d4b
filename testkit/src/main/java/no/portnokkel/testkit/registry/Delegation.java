package no.portnokkel.testkit.registry;

/**
 * A delegation in Altinn: the supplier may request tokens for the scope on behalf of the consumer.
 *
 * @param consumer organisation number: nine digits
 * @param supplier organisation number of the client's owner: nine digits
 */
public record Delegation(String consumer, String supplier, String scope) {}
