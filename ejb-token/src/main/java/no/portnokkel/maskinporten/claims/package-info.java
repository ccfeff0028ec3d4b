/**
 * What an issued token says of itself, read leniently: for status, for tests, and for the one comparison that Skatteetaten
 * asks banks to make before they call. A token is opaque to its client, so nothing else is decided by it.
 */
@NullMarked
package no.portnokkel.maskinporten.claims;

import org.jspecify.annotations.NullMarked;
