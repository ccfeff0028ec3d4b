/**
 * The change of environment by two persons: proposal with its difference, approval, dry run, commit.
 *
 * <p>{@link no.portnokkel.control.switching.SwitchService} is the desk where one asks; {@code FourEyes} knows who may approve,
 * {@code EffectiveSettings} what a person agrees to, {@code SwitchRepository} what is written down, and
 * {@link no.portnokkel.control.switching.EnvironmentRuntime} is the seam to the running server.
 */
@NullMarked
package no.portnokkel.control.switching;

import org.jspecify.annotations.NullMarked;
