/**
 * What a deployment tells about itself. {@code StatusView} and {@code TokenView} are the JSON of its state. {@code DeploymentMXBean}
 * offers it to the control room of the same server, and to JMX consoles; {@code DeploymentRegistration} registers it.
 */
@NullMarked
package no.portnokkel.management;

import org.jspecify.annotations.NullMarked;
