package no.portnokkel.hsm.fault;

import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Faults of the file that holds the PIN: the token was never asked. */
public sealed interface PinFileFault extends PinFault {

    /**
     * Others can read the PIN file.
     *
     * @param key the configuration key that names the file
     * @param permissions as {@code ls} shows them, for example {@code rw-r--r--}
     */
    record FileUnsafe(String key, String file, String permissions) implements PinFileFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_FILE_UNSAFE;
        }

        @Override
        public Text detail() {
            return new Text(
                    "PIN-filen " + file + " (" + key + ") kan leses av andre (" + permissions + ") og blir ikke brukt.",
                    "The PIN file " + file + " (" + key + ") can be read by others (" + permissions
                            + ") and is not used.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Kjør chmod 600 " + file + ", og bytt PIN hvis andre kan ha lest den.",
                    "Run chmod 600 " + file + ", and change the PIN if others may have read it.");
        }
    }

    /** The file that is named holds no PIN. */
    record FileWithoutPin(String key, String file, Text defect) implements PinFileFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_MISSING;
        }

        @Override
        public Text detail() {
            return new Text(
                    "PIN-filen " + file + " (" + key + ") " + defect.no() + ".",
                    "The PIN file " + file + " (" + key + ") " + defect.en() + ".");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Legg tokenets PIN på én linje i " + file + " (modus 0600), eller rett " + key + ".",
                    "Put the PIN of the token on one line in " + file + " (mode 0600), or correct " + key + ".");
        }
    }
}
