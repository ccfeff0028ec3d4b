@NullMarked
package no.portnokkel.files;

import org.jspecify.annotations.NullMarked;
