/**
 * Switching of environments by two persons: propose with the differing settings, approve, dry run, commit.
 *
 * <p>{@link no.portnokkel.control.switching.SwitchService} is the entry. {@code FourEyes} decides who may approve,
 * {@code EnvironmentComparison} reads the settings that a person agrees to, {@code SwitchRepository} stores proposals and decisions, and
 * {@link no.portnokkel.control.switching.EnvironmentRuntime} is the interface to the running server.
 *
 * <p>{@link no.portnokkel.control.switching.ConfirmationService} compares what is in effect with what two persons confirmed.
 */
@NullMarked
package no.portnokkel.control.switching;

import org.jspecify.annotations.NullMarked;
