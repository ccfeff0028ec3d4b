/**
 * HTTP access to Maskinporten. {@code HttpTransport} posts a form or gets a document and returns an {@code HttpResponse}, within
 * one deadline and a maximum size. {@code ApacheHttpTransport} implements it.
 *
 * <p>The client never repeats a POST by itself (Maskinporten refuses a grant that is sent twice with MP-012), except to a proxy
 * that did not pass it on and asked for credentials; it follows no redirect and logs nothing.
 * {@code docs/decisions/0005-http-client.md} explains the choice of the client.
 */
@NullMarked
package no.portnokkel.maskinporten.http;

import org.jspecify.annotations.NullMarked;
