/**
 * The web layer of the control room. {@code ControlRoom} wires {@code no.portnokkel.control} and the running server, once
 * per deployment. A request passes the filters of {@code security}, which also turn failures into problem details; logs in
 * through {@code login}; and reaches a JSON resource of {@code api}, which writes with {@code json}, or a page of
 * {@code pages}.
 */
@NullMarked
package no.portnokkel.admin;

import org.jspecify.annotations.NullMarked;
