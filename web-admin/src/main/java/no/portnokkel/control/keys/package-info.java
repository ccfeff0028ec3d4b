/**
 * Changes of the keys that clients sign with: two persons activate a key, a standby key or a stopped key; one person stops a key.
 * {@code KeyChangeService} is the entry; {@code KeyActivator} makes canary grants and watches the new key for an hour.
 */
@NullMarked
package no.portnokkel.control.keys;

import org.jspecify.annotations.NullMarked;
