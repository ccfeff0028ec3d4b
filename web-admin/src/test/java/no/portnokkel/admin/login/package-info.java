/** Tests of {@code no.portnokkel.admin.login}. */
@NullMarked
package no.portnokkel.admin.login;

import org.jspecify.annotations.NullMarked;
