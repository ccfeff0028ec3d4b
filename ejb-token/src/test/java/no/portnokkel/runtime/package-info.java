/** Tests of the whole product with a real PKCS#11 token and the enforcing twin. */
@NullMarked
package no.portnokkel.runtime;

import org.jspecify.annotations.NullMarked;
