/** Assertions about what the twin has received, in the style of AssertJ, which their users bring themselves. */
@NullMarked
package no.portnokkel.testkit.assertion;

import org.jspecify.annotations.NullMarked;
