/** What an HSM and the people around it can do to us: stories, the modules they are played on, and the table they make. */
@NullMarked
package no.portnokkel.hsm.matrix;

import org.jspecify.annotations.NullMarked;
