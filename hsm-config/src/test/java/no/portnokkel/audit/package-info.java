@NullMarked
package no.portnokkel.audit;

import org.jspecify.annotations.NullMarked;
