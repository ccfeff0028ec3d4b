/** The twin's access tokens: issued with its own key, and verified as an API must verify them. */
@NullMarked
package no.portnokkel.testkit.token;

import org.jspecify.annotations.NullMarked;
