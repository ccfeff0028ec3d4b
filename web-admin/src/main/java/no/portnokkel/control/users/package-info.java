/**
 * The users of the control room, as configured in {@code portnokkel.admin.users}, with their roles, and the check of their
 * passwords: {@code LoginService} asks its memory, then {@code LoginThrottle}, then the server's {@code Pbkdf2PasswordHash}.
 */
@NullMarked
package no.portnokkel.control.users;

import org.jspecify.annotations.NullMarked;
