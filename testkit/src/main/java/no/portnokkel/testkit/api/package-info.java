/** Test doubles of two Skatteetaten APIs. They check tokens as strictly as the real ones; their figures are invented. */
@NullMarked
package no.portnokkel.testkit.api;

import org.jspecify.annotations.NullMarked;
