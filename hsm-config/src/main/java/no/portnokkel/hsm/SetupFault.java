package no.portnokkel.hsm;

import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Faults of this machine, before the device has a say: the module's file, and the folder where we write. */
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
