package no.portnokkel.hsm.pkcs11.profile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What is known about one vendor's module.
 *
 * @param name as in {@code portnokkel.hsm.profile}
 * @param evidence how well the profile is tested
 * @param usualLibraries usual paths of the module, the likeliest first; empty: the bank configures it
 * @param attributes the {@code attributes} section of SunPKCS11's configuration. Never empty: without it SoftHSM
 *     makes keys that are not sensitive, and NSS makes exportable keys
 * @param recovery how signing is restored after an outage
 * @param keepAlive longest time without a signature before a probe is needed; empty: no probes
 * @param maxGenerations limit of copies loaded in a process
 * @param disposal how a copy that is not used again is disposed of
 * @param signatureCheck who verifies each signature
 * @param initParametersVariable environment variable with the argument of C_Initialize; empty: the module takes none
 * @param caveats English sentences for {@code docs/hsm}
 */
public record VendorProfile(
        String name,
        ProfileEvidence evidence,
        List<Path> usualLibraries,
        String attributes,
        Recovery recovery,
        Optional<Duration> keepAlive,
        int maxGenerations,
        ModuleDisposal disposal,
        SignatureCheck signatureCheck,
        Optional<String> initParametersVariable,
        List<String> caveats) {

    public VendorProfile {
        usualLibraries = List.copyOf(usualLibraries);
        caveats = List.copyOf(caveats);
    }

    /**
     * Returns this profile with a label for the private keys to generate; in hexadecimal, so that any text is
     * possible.
     */
    public VendorProfile withKeyLabel(String label) {
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
                disposal,
                signatureCheck,
                initParametersVariable,
                caveats);
    }

    /** Returns the first usual path that exists, else the likeliest; empty when the profile knows none. */
    public Optional<Path> usualLibrary() {
        return usualLibraries.stream()
                .filter(Files::exists)
                .findFirst()
                .or(() -> usualLibraries.stream().findFirst());
    }
}
