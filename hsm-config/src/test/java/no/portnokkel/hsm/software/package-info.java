@NullMarked
package no.portnokkel.hsm.software;

import org.jspecify.annotations.NullMarked;
