/** What the certificates look like, and who is believed. */
@NullMarked
package no.portnokkel.testkit.ca;

import org.jspecify.annotations.NullMarked;
