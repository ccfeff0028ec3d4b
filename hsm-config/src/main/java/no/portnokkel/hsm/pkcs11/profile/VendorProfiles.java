package no.portnokkel.hsm.pkcs11.profile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The table of vendors; {@code docs/hsm} shows the same. To add a vendor, add a row here and a test that signs with
 * its module.
 */
public final class VendorProfiles {
    private static final Optional<Duration> NO_PROBES = Optional.empty();
    private static final int MANY_COPIES = 256;
    private static final int FEW_COPIES =
            12; // tpm2-abrmd allows 27 connections, and each copy holds two until it is finalised
    private static final Optional<String> NO_INIT_PARAMETERS = Optional.empty();

    private static final List<VendorProfile> ALL = List.of(
            new VendorProfile(
                    "softhsm2",
                    VendorProfile.Evidence.TESTED,
                    paths(
                            "/usr/lib/softhsm/libsofthsm2.so",
                            "/usr/lib64/pkcs11/libsofthsm2.so",
                            "/usr/local/lib/softhsm/libsofthsm2.so",
                            "/opt/homebrew/lib/softhsm/libsofthsm2.so"),
                    KeyTemplate.LOCKED_DOWN,
                    VendorProfile.Recovery.COPY,
                    NO_PROBES,
                    MANY_COPIES,
                    VendorProfile.Disposal.FINALIZE,
                    VendorProfile.SignatureCheck.MODULE,
                    NO_INIT_PARAMETERS,
                    VendorProfile.PinFlags.SHOWN,
                    List.of(
                            "Not an HSM: keys are stored in files. For development and tests.",
                            "Slot ids are random, and their order changes when a token is initialised: choose by label.")),
            new VendorProfile(
                    "luna",
                    VendorProfile.Evidence.DOCUMENTS,
                    paths("/usr/safenet/lunaclient/lib/libCryptoki2_64.so"),
                    KeyTemplate.LOCKED_DOWN,
                    VendorProfile.Recovery.COPY,
                    NO_PROBES,
                    MANY_COPIES,
                    VendorProfile.Disposal.LEAVE,
                    VendorProfile.SignatureCheck.PORTNOKKEL,
                    NO_INIT_PARAMETERS,
                    VendorProfile.PinFlags.UNKNOWN,
                    List.of(
                            "Reads /etc/Chrystoki.conf, or the folder in ChrystokiConfigurationPath.",
                            "The token label is the label of the partition, or of the HA group.",
                            "Its documents require C_Finalize after a fatal error; a fresh copy does not need it. If the client's own libraries keep the state, set hsm.recovery to reopen.")),
            new VendorProfile(
                    "nshield",
                    VendorProfile.Evidence.DOCUMENTS,
                    paths("/opt/nfast/toolkits/pkcs11/libcknfast.so"),
                    KeyTemplate.LOCKED_DOWN,
                    VendorProfile.Recovery.COPY,
                    NO_PROBES,
                    MANY_COPIES,
                    VendorProfile.Disposal.LEAVE,
                    VendorProfile.SignatureCheck.PORTNOKKEL,
                    NO_INIT_PARAMETERS,
                    VendorProfile.PinFlags.UNKNOWN,
                    List.of(
                            "Shows only keys that existed at C_Initialize, unless cknfastrc says otherwise: a new generation finds new keys.",
                            "With CKNFAST_LOADSHARING it tolerates the loss of one of several HSMs; softcards need this setting.",
                            "After preload it does not check the PIN.")),
            new VendorProfile(
                    "cloudhsm",
                    VendorProfile.Evidence.DOCUMENTS,
                    paths("/opt/cloudhsm/lib/libcloudhsm_pkcs11.so"),
                    KeyTemplate.LOCKED_DOWN,
                    VendorProfile.Recovery.COPY,
                    NO_PROBES,
                    MANY_COPIES,
                    VendorProfile.Disposal.LEAVE,
                    VendorProfile.SignatureCheck.PORTNOKKEL,
                    NO_INIT_PARAMETERS,
                    VendorProfile.PinFlags.UNKNOWN,
                    List.of(
                            "The PIN is user:password of a crypto user (CU).",
                            "The HSM does not store certificates, and SunPKCS11 shows no key without one: set up the certificate storage of the PKCS#11 library.",
                            "A cluster of one HSM needs disable_key_availability_check.",
                            "By its documents the library cannot change CKA_ID, so generate and a renewed import are expected to fail: make the key with a tool that sets label and id.")),
            new VendorProfile(
                    "tpm2",
                    VendorProfile.Evidence.TESTED_AT_LENGTH,
                    paths("/usr/lib/x86_64-linux-gnu/pkcs11/libtpm2_pkcs11.so", "/usr/lib64/pkcs11/libtpm2_pkcs11.so"),
                    KeyTemplate.SHORT,
                    VendorProfile.Recovery.COPY,
                    NO_PROBES,
                    FEW_COPIES,
                    VendorProfile.Disposal.FINALIZE,
                    VendorProfile.SignatureCheck.PORTNOKKEL,
                    NO_INIT_PARAMETERS,
                    VendorProfile.PinFlags.UNKNOWN,
                    List.of(
                            "Needs a resource manager: a TPM has few object slots. tpm2-abrmd allows 27 connections, and each generation holds two until ten seconds after it was replaced, so the default of hsm.max-generations is 12.",
                            "Accepts a short list of attributes only. RSA up to 3072.",
                            "Locks the PIN after a few wrong tries.",
                            "Reads its store at C_Initialize: the next generation sees a replaced key or certificate.")),
            new VendorProfile(
                    "nss",
                    VendorProfile.Evidence.TESTED,
                    paths("/usr/lib/x86_64-linux-gnu/libsoftokn3.so", "/usr/lib64/libsoftokn3.so"),
                    KeyTemplate.LOCKED_DOWN,
                    VendorProfile.Recovery.COPY,
                    NO_PROBES,
                    MANY_COPIES,
                    VendorProfile.Disposal.LEAVE,
                    VendorProfile.SignatureCheck.MODULE,
                    Optional.of("NSS_LIB_PARAMS"),
                    VendorProfile.PinFlags.UNKNOWN,
                    List.of(
                            "Not an HSM: keys are stored in files. The environment variable NSS_LIB_PARAMS names the folder, for example configdir='sql:/var/lib/nss'.",
                            "Choose hsm.slot=2, or the label NSS Certificate DB.",
                            "Does not show that a key was generated in it (CKA_LOCAL), so generate refuses: create keys with certutil.")),
            new VendorProfile(
                    "custom",
                    VendorProfile.Evidence.DOCUMENTS,
                    List.of(),
                    KeyTemplate.LOCKED_DOWN,
                    VendorProfile.Recovery.COPY,
                    NO_PROBES,
                    MANY_COPIES,
                    VendorProfile.Disposal.LEAVE,
                    VendorProfile.SignatureCheck.PORTNOKKEL,
                    NO_INIT_PARAMETERS,
                    VendorProfile.PinFlags.UNKNOWN,
                    List.of(
                            "Any other module: set hsm.library.",
                            "YubiHSM 2 closes an idle session after 30 s: set hsm.keep-alive to PT20S.")));

    private VendorProfiles() {}

    public static List<VendorProfile> all() {
        return ALL;
    }

    /** Returns the profile with this name; empty when unknown. */
    public static Optional<VendorProfile> named(String name) {
        return ALL.stream().filter(profile -> profile.name().equals(name)).findFirst();
    }

    /** Returns all names, separated by commas. */
    public static String names() {
        return ALL.stream().map(VendorProfile::name).collect(Collectors.joining(", "));
    }

    private static List<Path> paths(String... paths) {
        return Arrays.stream(paths).map(Path::of).toList();
    }

    /**
     * The attributes of new keys: {@code attributes} sections of SunPKCS11's configuration. With each of them a key is
     * non-exportable.
     */
    private static final class KeyTemplate {
        /** Denies everything that a signing key must not do. */
        static final String LOCKED_DOWN = """
                attributes(generate, CKO_PRIVATE_KEY, *) = {
                  CKA_TOKEN = true
                  CKA_PRIVATE = true
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                  CKA_SIGN = true
                  CKA_DECRYPT = false
                  CKA_UNWRAP = false
                }
                attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
                  CKA_DERIVE = false
                }
                attributes(generate, CKO_PUBLIC_KEY, *) = {
                  CKA_TOKEN = false
                  CKA_VERIFY = true
                  CKA_ENCRYPT = false
                  CKA_WRAP = false
                }
                """;

        /** For modules that reject unknown attributes. */
        static final String SHORT = """
                attributes(generate, CKO_PRIVATE_KEY, *) = {
                  CKA_TOKEN = true
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                  CKA_SIGN = true
                  CKA_DECRYPT = false
                }
                """;

        private KeyTemplate() {}
    }
}
