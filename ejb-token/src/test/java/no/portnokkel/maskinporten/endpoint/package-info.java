/** Tests of grants, signatures and responses, with a twin, scripted responses and manual clocks. */
@NullMarked
package no.portnokkel.maskinporten.endpoint;

import org.jspecify.annotations.NullMarked;
