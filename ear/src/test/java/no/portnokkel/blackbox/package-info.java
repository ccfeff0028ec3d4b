/** Black-box tests of the built artefacts: over HTTP, on the command line, and of the archives' content. */
@NullMarked
package no.portnokkel.blackbox;

import org.jspecify.annotations.NullMarked;
