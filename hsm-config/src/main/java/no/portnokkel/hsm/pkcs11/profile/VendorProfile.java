package no.portnokkel.hsm.pkcs11.profile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import no.portnokkel.problem.Text;

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
 * @param pinFlags whether a token is known to show how many tries of the PIN are left
 * @param caveats English sentences for {@code docs/hsm}
 */
public record VendorProfile(
        String name,
        Evidence evidence,
        List<Path> usualLibraries,
        String attributes,
        Recovery recovery,
        Optional<Duration> keepAlive,
        int maxGenerations,
        Disposal disposal,
        SignatureCheck signatureCheck,
        Optional<String> initParametersVariable,
        PinFlags pinFlags,
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
                pinFlags,
                caveats);
    }

    /** Returns the first usual path that exists, else the likeliest; empty when the profile knows none. */
    public Optional<Path> usualLibrary() {
        return usualLibraries.stream()
                .filter(Files::exists)
                .findFirst()
                .or(() -> usualLibraries.stream().findFirst());
    }

    /** Whether a token shows that a wrong PIN was tried ({@code CKF_USER_PIN_COUNT_LOW}). */
    public enum PinFlags {
        /** It does: without the flag, no wrong try has been counted. */
        SHOWN,
        /** Nobody has tested it: without the flag, a wrong try may have been counted. */
        UNKNOWN
    }

    /** How a module copy that is not used again is disposed of. It stays loaded in either case. */
    public enum Disposal {
        /**
         * Call {@code C_Finalize} once no thread is inside: releases resources such as connections. Requires that other
         * copies are not affected.
         */
        FINALIZE,
        /** Log out only: its copies share state, or nobody has tested whether they do. */
        LEAVE
    }

    /** How well a profile is tested. */
    public enum Evidence {
        /** Each build signs with this module and simulates outages of it. */
        TESTED,
        /** {@code ./test --long} does the same; it needs parts that not every machine has. */
        TESTED_AT_LENGTH,
        /** From the vendor's documents only. */
        DOCUMENTS;

        public Text title() {
            return Text.message(
                    "profile-evidence." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    /**
     * Who verifies each signature before it is used: a wrong RSA signature computed by the Chinese remainder theorem can
     * reveal the key. Portnøkkel always verifies the probe of each login.
     *
     * @see <a href="https://doi.org/10.1007/3-540-69053-0_4">Boneh, DeMillo, Lipton: On the Importance of Checking
     *     Cryptographic Protocols for Faults (1997)</a>
     */
    public enum SignatureCheck {
        /**
         * The module verifies what it has computed, as its source code shows; a check in software would be the second.
         */
        MODULE,
        /** Portnøkkel, in software: nobody has shown that the module verifies. */
        PORTNOKKEL;

        public Text title() {
            return Text.message(
                    "signature-check." + name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    /** How signing is restored after the connection to the HSM was lost. */
    public enum Recovery {
        /**
         * Load a fresh copy of the module file. Recovers from every outage that was tested; each copy costs some memory.
         */
        COPY,
        /** Use the module that is already loaded: for modules that must not be copied a second time. */
        REOPEN,
        /** Not in this process: it must be restarted. */
        RESTART
    }
}
