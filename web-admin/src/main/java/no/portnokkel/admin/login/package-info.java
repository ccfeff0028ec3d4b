/**
 * How one signs in: HTTP Basic at each request of the API, or a form and a session for the pages. Jakarta Security takes
 * one mechanism a WAR, so {@code BasicOrSessionMechanism} looks at the header first.
 */
@NullMarked
package no.portnokkel.admin.login;

import org.jspecify.annotations.NullMarked;
