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
import no.portnokkel.hsm.connection.HsmConnection;
import no.portnokkel.hsm.settings.HsmSettings;
import no.portnokkel.hsm.settings.SignatureAlgorithm;

/** A process that logs in, signs, and writes a heap dump. It reads the PIN from its file only. */
final class PinHolder {
    private PinHolder() {}

    /**
     * Signs once.
     *
     * @param arguments module, token label, PIN file, data directory, a file with another secret, the dump
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
        try (Hsm hsm = HsmConnection.open(settings)) {
            hsm.key("seal").sign("header.claims".getBytes(UTF_8), SignatureAlgorithm.RS256);
            letGo();
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(arguments[5], true);
        }
        System.out.println("held " + kept.length);
    }

    /** Collects unreachable objects and runs their finalizers: SunPKCS11 wipes its copy of the PIN in one. */
    private static void letGo() {
        for (int round = 0; round < 3; round++) {
            System.gc();
            Await.until(
                    Duration.ofSeconds(10),
                    () -> ManagementFactory.getMemoryMXBean().getObjectPendingFinalizationCount() == 0);
        }
    }
}
