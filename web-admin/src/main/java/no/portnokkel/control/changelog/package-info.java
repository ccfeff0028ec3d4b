/**
 * Changes at Maskinporten and around it, with their status on this server: done, overdue, not applicable, information.
 *
 * <p>{@code ChangeLog} reads the entries from {@code changes.properties}. Each entry names a {@code ChangeRule}, which
 * decides the status by the configured environments and by whether their token endpoints have answered.
 */
@NullMarked
package no.portnokkel.control.changelog;

import org.jspecify.annotations.NullMarked;
