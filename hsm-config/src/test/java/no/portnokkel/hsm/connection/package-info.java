/** Tests of calls that hang, without a device. */
@NullMarked
package no.portnokkel.hsm.connection;

import org.jspecify.annotations.NullMarked;
