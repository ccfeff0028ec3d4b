/**
 * What the control room knows and decides, without a server around it: who may do what ({@code people}), the change of
 * environment by two persons ({@code switching}), and what has changed at Maskinporten ({@code changelog}).
 *
 * <p>Plain Java over a {@link javax.sql.DataSource}: nothing in here imports {@code jakarta} or knows HTTP.
 * {@link no.portnokkel.control.ControlRoom} puts the parts together; {@code no.portnokkel.admin} is its face.
 */
@NullMarked
package no.portnokkel.control;

import org.jspecify.annotations.NullMarked;
