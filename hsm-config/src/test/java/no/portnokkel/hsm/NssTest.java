package no.portnokkel.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another module than SoftHSM, by another maker. Its folder is the one that NSS_LIB_PARAMS names. */
class NssTest {
    private static final Path STORE = Path.of("target", "nss");
    private static final Path PIN_FILE = STORE.resolve("pin");

    @TempDir
    Path directory;

    @BeforeAll
    static void makeStore() throws IOException {
        Files.createDirectories(STORE);
        Files.writeString(PIN_FILE, TestBank.PIN);
        Files.setPosixFilePermissions(PIN_FILE, PosixFilePermissions.fromString("rw-------"));
        if (!Files.exists(STORE.resolve("key4.db"))) {
            Shell.succeeds("certutil", "-N", "-d", "sql:" + STORE, "-f", PIN_FILE.toString());
        }
    }

    @Test
    void a_key_of_nss_signs_and_is_found_again_after_its_sessions_were_lost() {
        String label = "nss-" + new SecureRandom().nextInt(1_000_000);
        makeKey(label);
        FaultShim shim =
                FaultShim.before(Path.of("/usr/lib/x86_64-linux-gnu/libsoftokn3.so"), directory.resolve("nss.so"));

        try (Hsm hsm = Hsm.open(settings(shim.module()))) {
            assertThat(sign(hsm, label)).hasSize(256);
            shim.says("* drop");

            assertThat(sign(hsm, label)).hasSize(256);
            assertThat(hsm.status().generation()).isEqualTo(2);
            assertThat(hsm.status().tokenLabel()).isEqualTo("NSS Certificate DB");
        }
    }

    private static byte[] sign(Hsm hsm, String label) {
        return hsm.key(label).sign("header.claims".getBytes(UTF_8), SignatureAlgorithm.RS256);
    }

    /** With the maker's own tool: NSS does not say that a key was made in it, so that our own verb refuses. */
    private static void makeKey(String label) {
        Shell.succeeds(
                "certutil",
                "-S",
                "-d",
                "sql:" + STORE,
                "-f",
                PIN_FILE.toString(),
                "-n",
                label,
                "-s",
                "CN=" + label,
                "-x",
                "-t",
                ",,",
                "-k",
                "rsa",
                "-g",
                "2048",
                "-m",
                label.substring(4),
                "-z",
                "/usr/bin/env");
    }

    private HsmSettings settings(Path module) {
        Map<String, String> values = Map.of(
                "profile",
                "nss",
                "library",
                module.toString(),
                "slot",
                "2",
                "pin-file",
                PIN_FILE.toAbsolutePath().toString());
        return HsmSettings.read(
                        key -> Optional.ofNullable(values.get(key)),
                        "portnokkel.hsm.",
                        directory.resolve("data"),
                        problem -> {})
                .orElseThrow();
    }
}
