/** MicroProfile REST clients, right ones and wrong ones; containers of other tests do not discover them. */
@NullMarked
package no.portnokkel.test.rest;

import org.jspecify.annotations.NullMarked;
