/**
 * The register of keys and certificates: what the tokens hold, who uses it, and how long it lasts. {@code Register} makes entries
 * from the objects of a token and the {@code KeyUse}s of the configuration, and writes them as JSON, CSV and CycloneDX; {@code
 * RegisterDifference} compares two of them. Reads no device: its callers do.
 *
 * <p>Jakarta JSON is in the executable jar and in servers, but not in {@code ejb-token.jar}: only the command line and the control
 * room use this package.
 */
@NullMarked
package no.portnokkel.hsm.register;

import org.jspecify.annotations.NullMarked;
