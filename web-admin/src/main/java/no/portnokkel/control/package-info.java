/**
 * What the control room knows and decides, without a server around it: who may do what ({@code people}), the change of
 * environment by two persons ({@code switching}), and what has changed at Maskinporten ({@code changelog}). In this room
 * itself is only what they share: the database, and the failure that is an answer.
 *
 * <p>Plain Java over a {@link javax.sql.DataSource}: nothing in here imports {@code jakarta} or knows HTTP.
 * {@code no.portnokkel.admin} puts the parts together and is their face.
 */
@NullMarked
package no.portnokkel.control;

import org.jspecify.annotations.NullMarked;
