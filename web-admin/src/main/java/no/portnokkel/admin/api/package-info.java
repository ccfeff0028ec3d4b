/**
 * The JSON resources of the control room: {@code api/v1} for persons who are logged in, {@code health} for anybody. Each
 * method names the permitted roles with {@code @RolesAllowed}. A method without that annotation is denied to everybody.
 * {@code RequestBody} reads requests and rejects unknown members; the views are functions from values to JSON.
 *
 * <p>Dependencies are injected into fields: constructor injection is optional in Jakarta REST, and WildFly's RESTEasy
 * rejects it (RESTEASY003190).
 */
@NullMarked
package no.portnokkel.admin.api;

import org.jspecify.annotations.NullMarked;
