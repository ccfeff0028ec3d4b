/**
 * JSON that people and scripts read. {@code JsonMembers} is the only writer: members are added one by one, so that unknown values are
 * left out and nothing is disclosed by accident. {@code ProblemView} is the JSON of a problem.
 */
@NullMarked
package no.portnokkel.json;

import org.jspecify.annotations.NullMarked;
