package no.portnokkel.maskinporten.refusal;

import java.io.Serializable;
import java.net.URI;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Text;

/**
 * What a refusal means.
 *
 * @param cause why Maskinporten refuses this
 * @param owner who mends it
 * @param remedy what they do
 * @param retry whether the same request may be made again
 * @param source where this is known from
 */
public record Explanation(Text cause, Owner owner, Text remedy, Retry retry, URI source) implements Serializable {}
