/**
 * Who uses the control room. Built-in users, as configured in {@code portnokkel.admin.users}, with their roles, and the check of
 * their passwords: {@code LoginService} asks its memory, then {@code LoginThrottle}, then the server's {@code Pbkdf2PasswordHash}.
 * Persons of the bank's identity provider: {@code SingleSignOn} signs them in, {@code SignOnSettings} says which groups give which
 * role. {@code SignIns} publishes who signs in and out; {@code BreakGlassAlarm} listens.
 */
@NullMarked
package no.portnokkel.control.users;

import org.jspecify.annotations.NullMarked;
