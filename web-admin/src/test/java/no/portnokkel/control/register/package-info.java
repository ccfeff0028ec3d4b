/** Tests of the register with devices that do as they are told. */
@NullMarked
package no.portnokkel.control.register;

import org.jspecify.annotations.NullMarked;
