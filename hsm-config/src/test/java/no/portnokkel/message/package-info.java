@NullMarked
package no.portnokkel.message;

import org.jspecify.annotations.NullMarked;
