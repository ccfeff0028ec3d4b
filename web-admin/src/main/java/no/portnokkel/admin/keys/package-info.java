/** The changes of keys as JSON: {@code key-changes}. */
@NullMarked
package no.portnokkel.admin.keys;

import org.jspecify.annotations.NullMarked;
