/** Sign-in at an OpenID provider that may lie. */
@NullMarked
package no.portnokkel.oidc;

import org.jspecify.annotations.NullMarked;
