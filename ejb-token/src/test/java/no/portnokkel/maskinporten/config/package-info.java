/** Tests of the configuration and the problems that it reports. */
@NullMarked
package no.portnokkel.maskinporten.config;

import org.jspecify.annotations.NullMarked;
