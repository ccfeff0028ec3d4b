package no.portnokkel.hsm.pkcs11;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import no.portnokkel.hsm.Recovery;

/**
 * What we know about one vendor's module. A new vendor is one row of {@link #BUILT}, and a test that signs with it.
 *
 * @param name as in {@code portnokkel.hsm.profile}
 * @param usualLibraries where the vendor's installer puts the module, the likeliest first; empty: the bank says it
 * @param attributes the {@code attributes} section of SunPKCS11's configuration. Never empty: without it SoftHSM makes
 *     keys that are not sensitive, and NSS keys that can be exported
 * @param keepAlive after how long without a signature it has to be kept awake; empty: never
 * @param recovery what brings the module back after an outage
 */
public record Profile(
        String name, List<Path> usualLibraries, String attributes, Recovery recovery, Optional<Duration> keepAlive) {
    private static final String LOCKED_DOWN = """
            attributes(generate, CKO_PRIVATE_KEY, *) = {
              CKA_TOKEN = true
              CKA_PRIVATE = true
              CKA_SENSITIVE = true
              CKA_EXTRACTABLE = false
              CKA_SIGN = true
              CKA_DECRYPT = false
              CKA_UNWRAP = false
            }
            attributes(generate, CKO_PUBLIC_KEY, *) = {
              CKA_TOKEN = false
              CKA_VERIFY = true
              CKA_ENCRYPT = false
              CKA_WRAP = false
            }
            """;

    private static final List<Profile> BUILT = List.of(
            new Profile(
                    "softhsm2",
                    List.of(
                            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
                            Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
                            Path.of("/usr/local/lib/softhsm/libsofthsm2.so"),
                            Path.of("/opt/homebrew/lib/softhsm/libsofthsm2.so")),
                    LOCKED_DOWN,
                    Recovery.COPY,
                    Optional.empty()),
            new Profile("custom", List.of(), LOCKED_DOWN, Recovery.COPY, Optional.empty()));

    /** Names that the contract keeps for vendors whose row is not written and tested yet. */
    private static final List<String> RESERVED = List.of("luna", "nshield", "cloudhsm", "tpm2", "nss");

    public Profile {
        usualLibraries = List.copyOf(usualLibraries);
    }

    /** Returns the profile of that name; empty when it is unknown or not built yet. */
    public static Optional<Profile> named(String name) {
        return BUILT.stream().filter(profile -> profile.name().equals(name)).findFirst();
    }

    /** Returns this profile with a label for the private keys that will be made; in hexadecimal, so that any text will do. */
    Profile naming(String label) {
        String hexadecimal = HexFormat.of().formatHex(label.getBytes(StandardCharsets.UTF_8));
        String section = "attributes(generate, CKO_PRIVATE_KEY, *) = {\n  CKA_LABEL = 0h" + hexadecimal + "\n}\n";
        return new Profile(name, usualLibraries, attributes + section, recovery, keepAlive);
    }

    /** Whether the name belongs to a vendor whose profile is yet to come. */
    public static boolean isReserved(String name) {
        return RESERVED.contains(name);
    }

    /** The names that can be chosen, separated by commas. */
    public static String builtNames() {
        return BUILT.stream().map(Profile::name).collect(Collectors.joining(", "));
    }

    /** Returns the usual path that exists here, else the likeliest; empty when the profile knows none. */
    public Optional<Path> usualLibrary() {
        return usualLibraries.stream()
                .filter(Files::exists)
                .findFirst()
                .or(() -> usualLibraries.stream().findFirst());
    }
}
