/**
 * Measures the complete Portnøkkel and other clients in one run, with the same server and the same HSM token. Run by name
 * ({@code -Dtest=ColdFetch}); {@code docs/performance.md} has the results as ratios.
 */
@NullMarked
package no.portnokkel.benchmarks;

import org.jspecify.annotations.NullMarked;
