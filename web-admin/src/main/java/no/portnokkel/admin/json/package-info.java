/**
 * JSON of the control room. {@code RequestBody} is the only reader of requests; {@code PersonView} is the JSON of a person. Responses are
 * written with {@code no.portnokkel.json}.
 */
@NullMarked
package no.portnokkel.admin.json;

import org.jspecify.annotations.NullMarked;
