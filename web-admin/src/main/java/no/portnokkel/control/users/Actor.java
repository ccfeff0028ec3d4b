package no.portnokkel.control.users;

/**
 * A person who does something, as it is recorded.
 *
 * @param address from which the request came
 */
public record Actor(Person person, String address) {}
