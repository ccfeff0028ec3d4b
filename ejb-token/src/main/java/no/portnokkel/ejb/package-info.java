/**
 * The container's side of the wiring: the singleton EJB that starts and stops the one
 * {@link no.portnokkel.runtime.Portnokkel} of a deployment, its configuration from MicroProfile Config, and what CDI
 * hands out of it.
 */
@NullMarked
package no.portnokkel.ejb;

import org.jspecify.annotations.NullMarked;
