/** Tests of plan and evidence without an HSM; those of whole ceremonies are beside the command line. */
@NullMarked
package no.portnokkel.hsm.ceremony;

import org.jspecify.annotations.NullMarked;
