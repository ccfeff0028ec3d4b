/** Tests inside Payara Micro. */
@NullMarked
package no.portnokkel.container;

import org.jspecify.annotations.NullMarked;
