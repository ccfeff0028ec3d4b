package no.portnokkel.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The resources of this process.
 *
 * @param heap used heap in megabytes, after a garbage collection
 * @param threads live threads
 * @param files open files, including sockets
 */
record Footprint(long heap, int threads, long files) {

    static Footprint now() {
        long used = usedBytes();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return new Footprint(used >> 20, ManagementFactory.getThreadMXBean().getThreadCount(), open.count());
        } catch (IOException noLinux) {
            throw new UncheckedIOException(noLinux);
        }
    }

    /** Returns the used heap after a garbage collection. */
    static long usedBytes() {
        for (int round = 0; round < 5; round++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
