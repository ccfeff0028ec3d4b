/** Tests of the key ceremony's own words; its steps are tested through the command line. */
@NullMarked
package no.portnokkel.hsm.keys;

import org.jspecify.annotations.NullMarked;
