/**
 * The container's side: {@code PortnokkelBean}, a singleton EJB, starts and stops the one
 * {@link no.portnokkel.runtime.PortnokkelOperations} of a deployment with the configuration of MicroProfile Config;
 * {@code PortnokkelProducer} makes it and its tokens injectable.
 */
@NullMarked
package no.portnokkel.ejb;

import org.jspecify.annotations.NullMarked;
