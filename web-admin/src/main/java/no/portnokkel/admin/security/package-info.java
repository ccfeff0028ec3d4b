/**
 * Access control and error responses. Servlet filters apply to every address: security headers, then rejection of
 * cross-site requests. JAX-RS filters apply to {@code api/v1}: login, role, JSON body. Exception mappers turn every failure
 * into a problem detail (RFC 9457).
 *
 * <p>The role check does not rely on the server's own check of {@code @RolesAllowed}: some servers do not enforce it.
 */
@NullMarked
package no.portnokkel.admin.security;

import org.jspecify.annotations.NullMarked;
