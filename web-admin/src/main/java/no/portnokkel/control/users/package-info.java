/**
 * The people of the control room, as {@code portnokkel.admin.users} names them, with their roles, and the brake on
 * guessing their passwords. Checking a password is the server's work: nothing here does it.
 */
@NullMarked
package no.portnokkel.control.users;

import org.jspecify.annotations.NullMarked;
