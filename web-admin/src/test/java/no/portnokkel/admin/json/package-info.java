/** Tests of {@code no.portnokkel.admin.json}. */
@NullMarked
package no.portnokkel.admin.json;

import org.jspecify.annotations.NullMarked;
