/** The access tokens of the twin: made with a key of its own, and checked as an API has to check them. */
@NullMarked
package no.portnokkel.testkit.token;

import org.jspecify.annotations.NullMarked;
