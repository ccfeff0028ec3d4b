/**
 * The users of the control room, as configured in {@code portnokkel.admin.users}, with their roles, and the throttle
 * against password guessing. The server's {@code Pbkdf2PasswordHash} checks passwords, not this package.
 */
@NullMarked
package no.portnokkel.control.users;

import org.jspecify.annotations.NullMarked;
