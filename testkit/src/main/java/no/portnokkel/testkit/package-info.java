/** The enforcing Maskinporten twin, test certificates and a test HSM: for our tests, for the demo and for a bank's own tests. */
@NullMarked
package no.portnokkel.testkit;

import org.jspecify.annotations.NullMarked;
