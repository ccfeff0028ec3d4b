/**
 * Why the HSM did not sign: a sealed family for each remedy, from what heals by itself to what a person has to mend. What a
 * module answers is turned into them by one table, {@code ckr.txt}.
 */
@NullMarked
package no.portnokkel.hsm.fault;

import org.jspecify.annotations.NullMarked;
