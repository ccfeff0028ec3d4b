/** Stories inside Payara Micro: what the container must not change. */
@NullMarked
package no.portnokkel.container;

import org.jspecify.annotations.NullMarked;
