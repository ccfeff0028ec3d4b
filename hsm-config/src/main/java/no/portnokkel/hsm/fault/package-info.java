/**
 * Why the HSM did not sign: a sealed family for each remedy, from faults that pass to faults that a person must fix.
 * One table, {@code ckr.txt}, maps return codes of modules to them; {@link no.portnokkel.hsm.fault.HsmException}
 * carries one to the caller.
 */
@NullMarked
package no.portnokkel.hsm.fault;

import org.jspecify.annotations.NullMarked;
