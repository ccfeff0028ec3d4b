/** The examples of the documentation: they compile, and those that can run are run against the twin. */
@NullMarked
package no.portnokkel.examples;

import org.jspecify.annotations.NullMarked;
