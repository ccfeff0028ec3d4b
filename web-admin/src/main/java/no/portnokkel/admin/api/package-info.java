/**
 * The addresses of the control room: {@code api/v1} for those who have signed in, {@code health} for anybody. A method
 * says who may call it with {@code @RolesAllowed}; the door refuses everybody where it says nothing.
 *
 * <p>What a resource needs is injected into fields: constructors are optional in Jakarta REST, and WildFly's RESTEasy
 * refuses them (RESTEASY003190).
 */
@NullMarked
package no.portnokkel.admin.api;

import org.jspecify.annotations.NullMarked;
