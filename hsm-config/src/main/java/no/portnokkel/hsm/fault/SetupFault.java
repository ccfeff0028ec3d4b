package no.portnokkel.hsm.fault;

import java.util.List;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Faults of the configuration: the module's file, the choice of a token in it, and the folder where we write. */
public sealed interface SetupFault extends HsmFault {

    /**
     * The module's file is not there, or not for us to read.
     *
     * @param key the configuration key that names the file
     */
    record ModuleMissing(String key, String library) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_MODULE_MISSING;
        }

        @Override
        public Text detail() {
            return new Text(
                    "PKCS#11-modulen " + library + " (" + key + ") finnes ikke eller kan ikke leses.",
                    "The PKCS#11 module " + library + " (" + key + ") does not exist or cannot be read.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Installer leverandørens klientprogramvare, eller rett stien i " + key + ".",
                    "Install the vendor's client software, or correct the path in " + key + ".");
        }
    }

    /**
     * The file is there and is not a module that this machine can load.
     *
     * @param why what the loader or the module said
     */
    record ModuleUnloadable(String key, String library, String why) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_MODULE_MISSING;
        }

        @Override
        public Text detail() {
            return new Text(
                    "Filen " + library + " (" + key + ") lar seg ikke laste som PKCS#11-modul: " + why + ".",
                    "The file " + library + " (" + key + ") cannot be loaded as a PKCS#11 module: " + why + ".");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Pek " + key + " på en PKCS#11-modul for denne maskinen, og legg portnokkel.data-dir på et"
                            + " filsystem uten noexec.",
                    "Point " + key + " to a PKCS#11 module for this machine, and keep portnokkel.data-dir on a file"
                            + " system without noexec.");
        }
    }

    /**
     * The module is loaded, and does not do what is asked of it.
     *
     * @param key the configuration key that names the file
     * @param ckr for the vendor's support desk
     */
    record ModuleRefuses(String key, String library, String ckr) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.CONFIGURATION_INVALID;
        }

        @Override
        public Text detail() {
            return new Text(
                    "PKCS#11-modulen " + library + " (" + key + ") gjør ikke det den blir bedt om (" + ckr + ").",
                    "The PKCS#11 module " + library + " (" + key + ") does not do what is asked of it (" + ckr + ").");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Kontroller hsm.profile, modulens versjon og oppsett, og hva denne brukeren har lov til i HSM-en.",
                    "Check hsm.profile, the module's version and settings, and what this user may do in the HSM.");
        }
    }

    /**
     * Other tokens are there, ours is not.
     *
     * @param present labels of those that are
     */
    record TokenNotFound(String key, String token, List<String> present) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_TOKEN_NOT_FOUND;
        }

        @Override
        public Text detail() {
            String labels = String.join(", ", present);
            return new Text(
                    "Modulen har ikke tokenet «" + token + "» (" + key + "). Den har: " + labels + ".",
                    "The module has no token \"" + token + "\" (" + key + "). It has: " + labels + ".");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Rett " + key + ", eller koble til HSM-partisjonen som har dette navnet.",
                    "Correct " + key + ", or connect the HSM partition of that name.");
        }
    }

    /** Several tokens carry the label. */
    record TokenAmbiguous(String key, String token, List<Long> slots) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_TOKEN_NOT_FOUND;
        }

        @Override
        public Text detail() {
            return new Text(
                    "Flere token heter «" + token + "» (" + key + "), i slot " + slots + ".",
                    "Several tokens are called \"" + token + "\" (" + key + "), in slots " + slots + ".");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Gi tokenene ulike navn, eller velg ett med hsm.slot i stedet for " + key + ".",
                    "Give the tokens different labels, or choose one with hsm.slot instead of " + key + ".");
        }
    }

    /** We cannot write where the module copies and the memory of refused PINs go. */
    record DataDirUnusable(String folder, String why) implements SetupFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.CONFIGURATION_INVALID;
        }

        @Override
        public Text detail() {
            return new Text(
                    "Mappen " + folder + " (under portnokkel.data-dir) kan ikke brukes: " + why + ".",
                    "The folder " + folder + " (below portnokkel.data-dir) cannot be used: " + why + ".");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "La portnokkel.data-dir peke på en mappe som denne brukeren eier og kan skrive i.",
                    "Let portnokkel.data-dir name a folder that this user owns and can write to.");
        }
    }
}
