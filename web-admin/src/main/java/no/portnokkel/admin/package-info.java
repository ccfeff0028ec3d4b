/**
 * The control room's face: puts {@code no.portnokkel.control} and the running server together, once a deployment. Below
 * it lie the addresses ({@code api}), what they read and write ({@code json}), who is let in where ({@code door}), and
 * how one signs in ({@code signin}).
 */
@NullMarked
package no.portnokkel.admin;

import org.jspecify.annotations.NullMarked;
