/**
 * The one seam to the network: a form is posted, an answer comes back, every limit set.
 *
 * <p>The client behind it never re-sends a POST by itself (a grant sent twice is MP-012), follows no redirect and logs
 * nothing. Why it is this client: {@code docs/decisions}.
 */
@NullMarked
package no.portnokkel.maskinporten.http;

import org.jspecify.annotations.NullMarked;
