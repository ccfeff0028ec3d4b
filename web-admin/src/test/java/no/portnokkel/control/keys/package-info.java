@NullMarked
package no.portnokkel.control.keys;

import org.jspecify.annotations.NullMarked;
