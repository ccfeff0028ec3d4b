/**
 * JSON of requests and responses, member by member: written by hand, so that unknown values are left out and nothing is
 * disclosed by accident. A view is a function from values to JSON. {@code RequestBody} rejects unknown members.
 */
@NullMarked
package no.portnokkel.admin.json;

import org.jspecify.annotations.NullMarked;
