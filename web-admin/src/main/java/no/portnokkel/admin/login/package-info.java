/**
 * Login: HTTP Basic for each request to the API, or a form and a session for the pages. {@code LoginFilter} reads bodies and
 * has passwords checked, both without blocking; {@code BasicOrSessionMechanism} (Jakarta Security allows one mechanism per WAR)
 * tells the server who it is; {@code LoginServlet} starts and ends sessions.
 */
@NullMarked
package no.portnokkel.admin.login;

import org.jspecify.annotations.NullMarked;
