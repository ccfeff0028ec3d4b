/**
 * The audit: who did what, in records that cannot be changed without being noticed.
 *
 * <p>A decision is appended by {@code AuditTrail} in its own transaction; what goes on without the database waits in {@code
 * PendingRecords} on disk. {@code AuditRepository} chains the lines and keeps the tree over them, {@code Checkpoints} lets the
 * HSM sign the tree, and {@code AuditExport} delivers and verifies the lines. Chain, tree and checkpoint are those of {@code
 * no.portnokkel.audit}, which verifies them offline.
 */
@NullMarked
package no.portnokkel.control.audit;

import org.jspecify.annotations.NullMarked;
