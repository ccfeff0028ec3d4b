/**
 * The way of callers into the generation that stands, and back within the sign timeout whatever the device does. Those who
 * go in without being asked, to keep it awake or to look at its certificates, stand behind callers.
 */
@NullMarked
package no.portnokkel.hsm.recovery.passage;

import org.jspecify.annotations.NullMarked;
