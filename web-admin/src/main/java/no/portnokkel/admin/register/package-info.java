/** The addresses of the register of keys and certificates: {@code keys} and {@code register}. */
@NullMarked
package no.portnokkel.admin.register;

import org.jspecify.annotations.NullMarked;
