package no.portnokkel.hsm.pkcs11.profile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import no.portnokkel.hsm.Recovery;

/** The table of vendors; {@code docs/hsm} shows the same. A new one is a row here, and a test that signs with it. */
public final class VendorProfiles {
    private static final Optional<Duration> NEVER = Optional.empty();
    private static final int MANY = 256;
    private static final int FEW =
            12; // tpm2-abrmd grants 27 connections, and each copy holds two until it is finalised
    private static final Optional<String> NO_PARAMETERS = Optional.empty();

    private static final List<VendorProfile> ALL = List.of(
            new VendorProfile(
                    "softhsm2",
                    ProfileEvidence.TESTED,
                    paths(
                            "/usr/lib/softhsm/libsofthsm2.so",
                            "/usr/lib64/pkcs11/libsofthsm2.so",
                            "/usr/local/lib/softhsm/libsofthsm2.so",
                            "/opt/homebrew/lib/softhsm/libsofthsm2.so"),
                    KeyTemplate.LOCKED_DOWN,
                    Recovery.COPY,
                    NEVER,
                    MANY,
                    ModuleDisposal.FINALIZE,
                    SignatureCheck.MODULE,
                    NO_PARAMETERS,
                    List.of(
                            "Not an HSM: keys lie in files. For development and tests.",
                            "Slot ids are random, and the order changes when a token is initialised: choose by label.")),
            new VendorProfile(
                    "luna",
                    ProfileEvidence.DOCUMENTS,
                    paths("/usr/safenet/lunaclient/lib/libCryptoki2_64.so"),
                    KeyTemplate.LOCKED_DOWN,
                    Recovery.COPY,
                    NEVER,
                    MANY,
                    ModuleDisposal.LEAVE,
                    SignatureCheck.OURS,
                    NO_PARAMETERS,
                    List.of(
                            "Reads /etc/Chrystoki.conf, or the folder in ChrystokiConfigurationPath.",
                            "The token label is the partition's, or the group's where several are one (HA).",
                            "Its documents want C_Finalize after a fatal error; a fresh copy starts without one."
                                    + " Where the client's own libraries keep the state, set hsm.recovery to reopen.")),
            new VendorProfile(
                    "nshield",
                    ProfileEvidence.DOCUMENTS,
                    paths("/opt/nfast/toolkits/pkcs11/libcknfast.so"),
                    KeyTemplate.LOCKED_DOWN,
                    Recovery.COPY,
                    NEVER,
                    MANY,
                    ModuleDisposal.LEAVE,
                    SignatureCheck.OURS,
                    NO_PARAMETERS,
                    List.of(
                            "Shows only keys that were there at C_Initialize, unless told otherwise in cknfastrc: a new"
                                    + " generation finds new ones.",
                            "With CKNFAST_LOADSHARING it bridges the loss of one of several HSMs itself, and softcards"
                                    + " need it.",
                            "After preload it does not check the PIN that it is given.")),
            new VendorProfile(
                    "cloudhsm",
                    ProfileEvidence.DOCUMENTS,
                    paths("/opt/cloudhsm/lib/libcloudhsm_pkcs11.so"),
                    KeyTemplate.LOCKED_DOWN,
                    Recovery.COPY,
                    NEVER,
                    MANY,
                    ModuleDisposal.LEAVE,
                    SignatureCheck.OURS,
                    NO_PARAMETERS,
                    List.of(
                            "The PIN is user:password of a crypto user (CU).",
                            "Certificates are not in the HSM; SunPKCS11 shows no key without one, so the certificate"
                                    + " storage of the PKCS#11 library has to be set up.",
                            "A cluster of one HSM wants disable_key_availability_check.")),
            new VendorProfile(
                    "tpm2",
                    ProfileEvidence.TESTED_AT_LENGTH,
                    paths("/usr/lib/x86_64-linux-gnu/pkcs11/libtpm2_pkcs11.so", "/usr/lib64/pkcs11/libtpm2_pkcs11.so"),
                    KeyTemplate.SHORT,
                    Recovery.COPY,
                    NEVER,
                    FEW,
                    ModuleDisposal.FINALIZE,
                    SignatureCheck.OURS,
                    NO_PARAMETERS,
                    List.of(
                            "Needs a resource manager: a TPM has few object slots. tpm2-abrmd grants 27 connections, and"
                                    + " each generation has two until ten seconds after it is past, so hsm.max-generations is"
                                    + " 12 unless you set it.",
                            "Wants a short list of attributes. RSA up to 3072.",
                            "Locks the PIN for real after a few wrong ones.",
                            "Reads its store at C_Initialize: a key or certificate that is replaced is seen by the next"
                                    + " generation.")),
            new VendorProfile(
                    "nss",
                    ProfileEvidence.TESTED,
                    paths("/usr/lib/x86_64-linux-gnu/libsoftokn3.so", "/usr/lib64/libsoftokn3.so"),
                    KeyTemplate.LOCKED_DOWN,
                    Recovery.COPY,
                    NEVER,
                    MANY,
                    ModuleDisposal.LEAVE,
                    SignatureCheck.MODULE,
                    Optional.of("NSS_LIB_PARAMS"),
                    List.of(
                            "Not an HSM: keys lie in files. The folder comes from the environment variable"
                                    + " NSS_LIB_PARAMS, for example configdir='sql:/var/lib/nss'.",
                            "Choose hsm.slot=2, or the label NSS Certificate DB.",
                            "Does not say that a key was made in it (CKA_LOCAL), so generate refuses: make keys with"
                                    + " certutil.")),
            new VendorProfile(
                    "custom",
                    ProfileEvidence.DOCUMENTS,
                    List.of(),
                    KeyTemplate.LOCKED_DOWN,
                    Recovery.COPY,
                    NEVER,
                    MANY,
                    ModuleDisposal.LEAVE,
                    SignatureCheck.OURS,
                    NO_PARAMETERS,
                    List.of(
                            "Any other module: hsm.library names it.",
                            "YubiHSM 2 drops a session after 30 s: set hsm.keep-alive to PT20S.")));

    private VendorProfiles() {}

    public static List<VendorProfile> all() {
        return ALL;
    }

    /** Returns the profile of that name; empty when it is unknown. */
    public static Optional<VendorProfile> named(String name) {
        return ALL.stream().filter(profile -> profile.name().equals(name)).findFirst();
    }

    /** The names that can be chosen, separated by commas. */
    public static String names() {
        return ALL.stream().map(VendorProfile::name).collect(Collectors.joining(", "));
    }

    private static List<Path> paths(String... paths) {
        return Arrays.stream(paths).map(Path::of).toList();
    }
}
