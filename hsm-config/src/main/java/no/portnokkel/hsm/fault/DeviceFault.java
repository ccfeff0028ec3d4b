package no.portnokkel.hsm.fault;

import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Faults of the token, or of the device behind it. */
public sealed interface DeviceFault extends HsmFault {

    /**
     * Network, slot or session is gone, or was never there.
     *
     * @param why the {@code CKR} code or a few words, for the vendor's support desk
     */
    record Unavailable(String token, String why) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_UNAVAILABLE;
        }

        @Override
        public Text detail() {
            return new Text(
                    "HSM-tokenet «" + token + "» svarer ikke (" + why + ").",
                    "The HSM token \"" + token + "\" does not answer (" + why + ").");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Kontroller HSM-en og nettverket dit; signeringen fortsetter av seg selv når den svarer.",
                    "Check the HSM and the network to it; signing resumes by itself when it answers.");
        }

        @Override
        public boolean healsItself() {
            return true;
        }
    }

    /**
     * No turn came within the sign timeout.
     *
     * @param maxConcurrent signatures at a time
     */
    record Busy(String token, int maxConcurrent) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_BUSY;
        }

        @Override
        public Text detail() {
            return new Text(
                    "Køen til HSM-tokenet «" + token + "» er full (hsm.max-concurrent = " + maxConcurrent + ").",
                    "The queue to HSM token \"" + token + "\" is full (hsm.max-concurrent = " + maxConcurrent + ").");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Vent litt; øk hsm.max-concurrent hvis HSM-en tåler flere samtidige signaturer.",
                    "Wait a little; raise hsm.max-concurrent if the HSM can make more signatures at a time.");
        }

        @Override
        public boolean healsItself() {
            return true;
        }
    }

    /** The caller's own thread was interrupted while it waited. The device has nothing to do with it. */
    record Interrupted(String token) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_UNAVAILABLE;
        }

        @Override
        public Text detail() {
            return new Text(
                    "Ventingen på HSM-tokenet «" + token + "» ble avbrutt.",
                    "The wait for HSM token \"" + token + "\" was interrupted.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Prøv igjen; skjer det ofte, finn ut hvem som avbryter trådene.",
                    "Try again; if it happens often, find out who interrupts the threads.");
        }

        @Override
        public boolean healsItself() {
            return true;
        }
    }

    /**
     * The device or this machine has no room for another session just now. The login is good still.
     *
     * @param ckr for the vendor's support desk
     */
    record Exhausted(String token, String ckr) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_BUSY;
        }

        @Override
        public Text detail() {
            return new Text(
                    "HSM-tokenet «" + token + "» har ikke plass til mer akkurat nå (" + ckr + ").",
                    "The HSM token \"" + token + "\" has no room for more just now (" + ckr + ").");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Vent litt; skjer det ofte, senk hsm.max-concurrent, eller øk partisjonens grense for sesjoner.",
                    "Wait a little; if it happens often, lower hsm.max-concurrent, or raise the partition's limit of"
                            + " sessions.");
        }

        @Override
        public boolean healsItself() {
            return true;
        }
    }

    /**
     * The device says itself that it is broken. It is looked for all the same: somebody may replace it.
     *
     * @param ckr for the vendor's support desk
     */
    record Broken(String token, String ckr) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_FAILED;
        }

        @Override
        public Text detail() {
            return new Text(
                    "HSM-en med tokenet «" + token + "» melder at den er defekt (" + ckr + ").",
                    "The HSM of token \"" + token + "\" says that it is broken (" + ckr + ").");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Kontakt leverandøren, og sett inn en annen HSM; signeringen fortsetter når tokenet er der igjen.",
                    "Call the vendor, and put another HSM in its place; signing resumes when the token is back.");
        }
    }

    /** Only a new process can help. */
    record Failed(String token, String why) implements DeviceFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_FAILED;
        }

        @Override
        public Text detail() {
            return new Text(
                    "HSM-tokenet «" + token + "» kan ikke brukes igjen i denne prosessen (" + why + ").",
                    "The HSM token \"" + token + "\" cannot be used again in this process (" + why + ").");
        }

        @Override
        public Text remedy() {
            return new Text("Start applikasjonsserveren på nytt.", "Restart the application server.");
        }
    }
}
