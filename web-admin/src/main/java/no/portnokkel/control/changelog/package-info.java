/**
 * What has changed at Maskinporten and in its surroundings, judged for this server: done, overdue, or not for us.
 *
 * <p>The entries are data ({@code changes.properties}); how one is judged is a {@code ChangeRule} that the entry names.
 */
@NullMarked
package no.portnokkel.control.changelog;

import org.jspecify.annotations.NullMarked;
