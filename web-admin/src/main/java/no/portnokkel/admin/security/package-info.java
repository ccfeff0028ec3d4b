/**
 * Who is let in where, and how refusals look: servlet filters for every address (headers, no request from another site),
 * JAX-RS filters for {@code api/v1} (signed in, role, body), and the mappers that make every failure a problem detail.
 *
 * <p>Nothing here trusts the server's own check of {@code @RolesAllowed}: some servers do not make it.
 */
@NullMarked
package no.portnokkel.admin.security;

import org.jspecify.annotations.NullMarked;
