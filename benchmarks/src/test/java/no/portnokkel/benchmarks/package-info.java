/**
 * Portnøkkel as it is delivered, measured beside other clients against one server and one token, in one run. Named by hand
 * ({@code -Dtest=ColdFetch}); results are text in {@code docs/performance.md}, as ratios.
 */
@NullMarked
package no.portnokkel.benchmarks;

import org.jspecify.annotations.NullMarked;
