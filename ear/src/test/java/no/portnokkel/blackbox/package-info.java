/** The built artefacts, driven from outside: over HTTP, by command line, and by opening them. */
@NullMarked
package no.portnokkel.blackbox;

import org.jspecify.annotations.NullMarked;
