package no.portnokkel.maskinporten.refusal;

import java.io.Serializable;
import java.net.URI;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Text;

/**
 * The meaning of a refusal.
 *
 * @param cause why Maskinporten refused
 * @param owner who can fix it
 * @param remedy how to fix it
 * @param retry whether the same request may be repeated
 * @param source the page that documents it
 */
public record Explanation(Text cause, Owner owner, Text remedy, Retry retry, URI source) implements Serializable {}
