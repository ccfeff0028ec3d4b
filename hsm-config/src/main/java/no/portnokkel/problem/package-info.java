/**
 * The words in which every part of Portnøkkel says what is wrong: one {@link no.portnokkel.problem.Problem} with a code
 * that scripts may rely on, an owner, and a remedy, in Norwegian bokmål and English.
 *
 * <p>It lies at the bottom of the house so that the HSM, the token life and the control room share one table of codes.
 * Plain values: nothing here logs, reads configuration or knows HTTP beyond the number of a status.
 */
@NullMarked
package no.portnokkel.problem;

import org.jspecify.annotations.NullMarked;
