/**
 * What happens at run time, as typed events. The endpoint, the cache, the HSM and the monitors publish a
 * {@code PortnokkelEvent} to the one {@code EventPublisher} of a deployment, which passes it to each {@code EventListener}:
 * statistics, log, and later metrics and audit. Listeners are registered when the parts are put together. Publishing never
 * throws, and a cache hit publishes nothing.
 */
@NullMarked
package no.portnokkel.events;

import org.jspecify.annotations.NullMarked;
