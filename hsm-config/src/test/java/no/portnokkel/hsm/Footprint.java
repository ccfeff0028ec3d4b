package no.portnokkel.hsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The resources that this process holds. */
record Footprint(long resident, long mappings, long files, long heap, int threads, int hanging) {

    static Footprint now() {
        for (int round = 0; round < 5; round++) {
            System.gc();
        }
        int hanging = inTheModule();
        long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        try {
            return new Footprint(
                    residentKilobytes(),
                    Files.readAllLines(Path.of("/proc/self/maps")).size(),
                    openFiles(),
                    heap >> 10,
                    ManagementFactory.getThreadMXBean().getThreadCount() - hanging,
                    hanging);
        } catch (IOException noLinux) {
            throw new UncheckedIOException(noLinux);
        }
    }

    private static int inTheModule() {
        return (int) Thread.getAllStackTraces().values().stream()
                .filter(stack -> stack.length > 0
                        && stack[0].isNativeMethod()
                        && stack[0].getClassName().startsWith("sun.security.pkcs11"))
                .count();
    }

    private static long residentKilobytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
