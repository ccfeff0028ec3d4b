/**
 * The register of keys and certificates of all devices of this node.
 *
 * <p>{@code KeyRegister} reads each device at most once a minute, through the connection that signs, and keeps what it read last
 * ({@code DeviceObjects}). {@code ExpiryWarnings} warns of certificates that end soon, also of keys that wait. {@code
 * RegisterRepository} keeps the register of each day, so that two days can be compared.
 */
@NullMarked
package no.portnokkel.control.register;

import org.jspecify.annotations.NullMarked;
