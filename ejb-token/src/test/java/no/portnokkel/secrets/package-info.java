/** Listens to all that is logged while tests run, and knows a secret when it hears one. */
@NullMarked
package no.portnokkel.secrets;

import org.jspecify.annotations.NullMarked;
