/** Tests of the event publisher and its listeners. */
@NullMarked
package no.portnokkel.events;

import org.jspecify.annotations.NullMarked;
