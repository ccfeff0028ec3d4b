/**
 * Puts the parts together and operates them, without a container. {@code PortnokkelOperations} reads the configuration, connects
 * the HSMs ({@code HsmDevices}) and serves tokens of the active environment ({@code EnvironmentTokens}), which
 * {@code ActiveEnvironmentStore} reads from a file; a switch replaces the whole {@code EnvironmentContext}.
 * {@code EnvironmentChoices} has the file signed ({@code RecordSigner}) and compares with it before a grant is signed.
 *
 * <p>{@code SigningKeyMonitor} and {@code MetadataMonitor} check periodically, {@code TokenStatistics} listens to events; their
 * latest observations make up the status. The records are values for status, pages and scripts; none holds a secret.
 */
@NullMarked
package no.portnokkel.runtime;

import org.jspecify.annotations.NullMarked;
