/**
 * What an authorization server says of itself (RFC 8414), compared with what is configured. A difference is told, never
 * followed: whoever can change that document must not be able to have grants sent elsewhere.
 */
@NullMarked
package no.portnokkel.maskinporten.metadata;

import org.jspecify.annotations.NullMarked;
