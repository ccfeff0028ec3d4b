package no.portnokkel.hsm.pin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.Await;
import no.portnokkel.hsm.Hsm;
import no.portnokkel.hsm.HsmSettings;
import no.portnokkel.hsm.SignatureAlgorithm;

/** A process that logs in, signs, and writes down everything it holds. It never hears of the PIN but by its file. */
final class PinHolder {
    private PinHolder() {}

    /**
     * Signs once.
     *
     * @param arguments module, token's label, PIN file, data directory, a file with something to keep, the dump
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> values = Map.of(
                "profile", "softhsm2", "library", arguments[0], "token-label", arguments[1], "pin-file", arguments[2]);
        HsmSettings settings = HsmSettings.read(
                        key -> Optional.ofNullable(values.get(key)), "hsm.", Path.of(arguments[3]), problem -> {
                            throw new IllegalStateException(problem.toString());
                        })
                .orElseThrow();
        char[] kept = Files.readString(Path.of(arguments[4])).toCharArray();
        try (Hsm hsm = Hsm.open(settings)) {
            hsm.key("seal").sign("header.claims".getBytes(UTF_8), SignatureAlgorithm.RS256);
            letGo();
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(arguments[5], true);
        }
        System.out.println("held " + kept.length);
    }

    /** What nobody holds goes, with its finalizer if it has one: SunPKCS11 wipes its copy of the PIN in such a one. */
    private static void letGo() {
        for (int round = 0; round < 3; round++) {
            System.gc();
            Await.holds(
                    Duration.ofSeconds(10),
                    () -> ManagementFactory.getMemoryMXBean().getObjectPendingFinalizationCount() == 0);
        }
    }
}
