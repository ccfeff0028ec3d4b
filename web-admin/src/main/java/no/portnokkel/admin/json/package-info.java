/**
 * What the addresses read and write, member by member: built by hand, so that what is not known is left out and nothing
 * is shown by accident. Views are functions from values to JSON; {@code RequestBody} refuses what it does not know.
 */
@NullMarked
package no.portnokkel.admin.json;

import org.jspecify.annotations.NullMarked;
