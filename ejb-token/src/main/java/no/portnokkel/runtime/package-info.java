/**
 * The running whole, wired without a container: {@link no.portnokkel.runtime.Portnokkel} reads the configuration,
 * connects the HSM, follows the choice of environment, hands out tokens, and knows at any time what is wrong.
 *
 * <p>Plain Java. In a server {@code no.portnokkel.ejb} starts exactly one of these for each deployment.
 */
@NullMarked
package no.portnokkel.runtime;

import org.jspecify.annotations.NullMarked;
