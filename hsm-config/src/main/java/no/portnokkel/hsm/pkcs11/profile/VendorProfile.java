package no.portnokkel.hsm.pkcs11.profile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import no.portnokkel.hsm.Recovery;

/**
 * What we know about one vendor's module.
 *
 * @param name as in {@code portnokkel.hsm.profile}
 * @param evidence how we know
 * @param usualLibraries where the vendor's installer puts the module, the likeliest first; empty: the bank says it
 * @param attributes the {@code attributes} section of SunPKCS11's configuration. Never empty: without it SoftHSM makes
 *     keys that are not sensitive, and NSS keys that can be exported
 * @param recovery what brings the module back after an outage
 * @param keepAlive after how long without a signature it has to be kept awake; empty: never
 * @param maxGenerations how many copies of it may be loaded in a process
 * @param ending what becomes of a copy that is not used again
 * @param signatureCheck who verifies each signature
 * @param parameters the environment variable whose value C_Initialize gets; empty: the module wants none
 * @param traps a sentence each, in English, for {@code docs/hsm}
 */
public record VendorProfile(
        String name,
        ProfileEvidence evidence,
        List<Path> usualLibraries,
        String attributes,
        Recovery recovery,
        Optional<Duration> keepAlive,
        int maxGenerations,
        ModuleDisposal ending,
        SignatureCheck signatureCheck,
        Optional<String> parameters,
        List<String> traps) {

    public VendorProfile {
        usualLibraries = List.copyOf(usualLibraries);
        traps = List.copyOf(traps);
    }

    /** Returns this profile with a label for the private keys that will be made; in hexadecimal, so that any text will do. */
    public VendorProfile naming(String label) {
        String hexadecimal = HexFormat.of().formatHex(label.getBytes(StandardCharsets.UTF_8));
        String section = "attributes(generate, CKO_PRIVATE_KEY, *) = {\n  CKA_LABEL = 0h" + hexadecimal + "\n}\n";
        return new VendorProfile(
                name,
                evidence,
                usualLibraries,
                attributes + section,
                recovery,
                keepAlive,
                maxGenerations,
                ending,
                signatureCheck,
                parameters,
                traps);
    }

    /** Returns the usual path that exists here, else the likeliest; empty when the profile knows none. */
    public Optional<Path> usualLibrary() {
        return usualLibraries.stream()
                .filter(Files::exists)
                .findFirst()
                .or(() -> usualLibraries.stream().findFirst());
    }
}
