/** Tests of PINs and records of refused PINs. */
@NullMarked
package no.portnokkel.hsm.pin;

import org.jspecify.annotations.NullMarked;
