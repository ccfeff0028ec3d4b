/**
 * The nodes: servers whose control rooms share one database.
 *
 * <p>Once a second {@code NodeService} writes a row about its own node and reads those of the others. It reports a node that
 * is gone, lags behind the last switch, has other settings or another release, or whose clock is wrong, and refuses approvals
 * through a node that should not make them. {@code NodeRepository} holds the SQL, {@code NodeProblems} the problems.
 */
@NullMarked
package no.portnokkel.control.nodes;

import org.jspecify.annotations.NullMarked;
