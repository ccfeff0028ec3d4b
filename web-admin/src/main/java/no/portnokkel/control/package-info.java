/**
 * The control room's decisions, without a server: users and roles ({@code users}), switching of environments by two
 * persons ({@code switching}), the nodes that share the database ({@code nodes}), who did what ({@code audit}), and changes at
 * Maskinporten ({@code changelog}). This package holds what they share: the database, and the exception that becomes an HTTP response.
 *
 * <p>Plain Java over a {@link javax.sql.DataSource}: of {@code jakarta} only JSON, no HTTP. {@code no.portnokkel.admin}
 * wires these parts and exposes them as JSON and pages.
 */
@NullMarked
package no.portnokkel.control;

import org.jspecify.annotations.NullMarked;
