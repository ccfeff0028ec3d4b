/**
 * The integrity of the audit: how a line of the record is chained, how a checkpoint proves all lines, and how both are verified
 * offline.
 *
 * <p>The flow: {@link no.portnokkel.audit.AuditLine} adds sequence number and chain to a JSON object; {@link
 * no.portnokkel.audit.MerkleTree} sums up the lines; {@link no.portnokkel.audit.Checkpoint} states size and root of the tree and is
 * signed by each {@link no.portnokkel.audit.NoteSigner}; {@link no.portnokkel.audit.AuditVerifier} compares an exported file with
 * a signed checkpoint. Who writes which record, and where lines are stored, stays out.
 *
 * <p>Plain Java, without a JSON library: the library's users get none from this module.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6962#section-2.1">RFC 6962, 2.1: Merkle hash trees</a>
 * @see <a href="https://c2sp.org/tlog-checkpoint@v1.0.0">C2SP tlog-checkpoint v1.0.0</a>
 * @see <a href="https://c2sp.org/signed-note@v1.0.0">C2SP signed-note v1.0.0</a>
 */
@NullMarked
package no.portnokkel.audit;

import org.jspecify.annotations.NullMarked;
