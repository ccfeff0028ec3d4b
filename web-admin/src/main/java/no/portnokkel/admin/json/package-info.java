/**
 * JSON of responses. {@code JsonMembers} is the only writer: members are added one by one, so that unknown values are left
 * out and nothing is disclosed by accident. {@code ProblemView} is the JSON of a problem, which resources, filters and
 * exception mappers share. {@code RequestBody} in {@code api} is the only reader of requests.
 */
@NullMarked
package no.portnokkel.admin.json;

import org.jspecify.annotations.NullMarked;
