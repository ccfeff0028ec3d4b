/**
 * Switching of environments: two persons decide, or one in an emergency; all nodes that share the database follow.
 *
 * <p>{@link no.portnokkel.control.switching.SwitchService} is the entry. {@code SwitchProposals} makes proposals and checks that
 * exactly what was proposed happens, {@code FourEyes} decides who may approve, and {@code SwitchExecutor} commits decision and
 * choice in one transaction. {@code ChoicePublisher} follows the last committed choice, {@code FirstGrantMonitor} goes back if
 * the first grant is refused, and {@code EmergencySwitches} waits for reviews. The classes named {@code …Repository} hold the SQL.
 *
 * <p>{@link no.portnokkel.control.switching.ConfirmationService} compares what is in effect with what two persons confirmed, and
 * {@link no.portnokkel.control.switching.EnvironmentRuntime} is the interface to the running server.
 */
@NullMarked
package no.portnokkel.control.switching;

import org.jspecify.annotations.NullMarked;
