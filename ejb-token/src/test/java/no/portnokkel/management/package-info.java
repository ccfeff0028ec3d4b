@NullMarked
package no.portnokkel.management;

import org.jspecify.annotations.NullMarked;
