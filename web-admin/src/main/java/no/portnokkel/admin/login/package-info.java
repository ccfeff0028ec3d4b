/**
 * Login: HTTP Basic for each request to the API, or a form and a session for the pages. Jakarta Security allows one
 * mechanism per WAR, so {@code BasicOrSessionMechanism} handles both and reads the header first. {@code PasswordLogin}
 * asks the throttle, then the identity store {@code ConfiguredUsers}.
 */
@NullMarked
package no.portnokkel.admin.login;

import org.jspecify.annotations.NullMarked;
