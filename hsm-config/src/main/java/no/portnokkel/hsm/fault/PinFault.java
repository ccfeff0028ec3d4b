package no.portnokkel.hsm.fault;

import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Faults of the PIN. None is tried again before a person has done something: a token locks after a few wrong tries. */
public sealed interface PinFault extends HsmFault
        permits PinFileFault,
                PinFault.NotUnlocked,
                PinFault.Refused,
                PinFault.ToBeChanged,
                PinFault.NotInitialized,
                PinFault.CountLow,
                PinFault.Locked,
                PinFault.FinalTry {

    /** No file is named, and nobody has typed the PIN. */
    record NotUnlocked(String key, String token) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_MISSING;
        }

        @Override
        public Text detail() {
            return new Text(
                    "HSM-tokenet «" + token + "» er låst: " + key + " er ikke satt, og ingen har tastet PIN.",
                    "HSM token \"" + token + "\" is locked: " + key + " is not set, and nobody has typed the PIN.");
        }

        @Override
        public Text remedy() {
            return new Text("Sett " + key + ", eller tast PIN.", "Set " + key + ", or type the PIN.");
        }
    }

    /**
     * The token refused the PIN, now or at an earlier login.
     *
     * @param answer the {@code CKR} code; {@code no-answer} where the login never had one
     *
     * @param source where the PIN came from: a configuration key with its file, or the prompt
     * @param memory the file that remembers, as a salted slow hash, that this PIN was refused
     */
    record Refused(String token, String source, String answer, String memory) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_REFUSED;
        }

        @Override
        public Text detail() {
            return new Text(
                    "HSM-tokenet «" + token + "» avviste PIN-en fra " + source + " (" + answer
                            + "). Den prøves ikke igjen.",
                    "HSM token \"" + token + "\" refused the PIN from " + source + " (" + answer
                            + "). It is not tried again.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Rett PIN-en; er den riktig likevel, slett " + memory + ", og den prøves én gang til.",
                    "Correct the PIN; if it is right after all, delete " + memory + ", and it is tried once more.");
        }
    }

    /**
     * The token wants another PIN than this one, which may well be right.
     *
     * @param answer the {@code CKR} code
     * @param memory the file that remembers the PIN
     */
    record ToBeChanged(String token, String answer, String memory) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_REFUSED;
        }

        @Override
        public Text detail() {
            return new Text(
                    "HSM-tokenet «" + token + "» godtar ikke lenger denne PIN-en (" + answer + ").",
                    "HSM token \"" + token + "\" takes this PIN no longer (" + answer + ").");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Bytt PIN med leverandørens verktøy; skal den samme brukes videre, slett " + memory + ".",
                    "Change the PIN with the vendor's tool; if the same is to go on, delete " + memory + ".");
        }
    }

    /** The token has no PIN of its user yet. */
    record NotInitialized(String token, String answer) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_MISSING;
        }

        @Override
        public Text detail() {
            return new Text(
                    "HSM-tokenet «" + token + "» har ingen bruker-PIN ennå (" + answer + ").",
                    "HSM token \"" + token + "\" has no user PIN yet (" + answer + ").");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Sett bruker-PIN-en med sikkerhetsoffiserens verktøy fra leverandøren.",
                    "Set the user PIN with the vendor's tool for security officers.");
        }
    }

    /** The token says that a wrong PIN was tried somewhere, and nobody knows whether this one is right. */
    record CountLow(String token, String source) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_REFUSED;
        }

        @Override
        public Text detail() {
            return new Text(
                    "Feil PIN er forsøkt mot HSM-tokenet «" + token + "» (CKF_USER_PIN_COUNT_LOW). PIN-en fra " + source
                            + " har aldri vært godtatt her og prøves ikke nå.",
                    "A wrong PIN has been tried at HSM token \"" + token + "\" (CKF_USER_PIN_COUNT_LOW). The PIN from "
                            + source + " was never accepted here and is not tried now.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Lagre PIN-filen på nytt mens applikasjonen kjører, så prøves den én gang; eller logg inn med"
                            + " leverandørens verktøy, så nullstilles telleren.",
                    "Save the PIN file anew while the application runs, and it is tried once; or log in with the"
                            + " vendor's tool, which resets the counter.");
        }
    }

    /**
     * Too many wrong PINs ({@code CKF_USER_PIN_LOCKED}).
     *
     * @param memory the file that remembers which PIN met the lock; empty when the lock was seen before a login
     */
    record Locked(String token, String memory) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_LOCKED;
        }

        @Override
        public Text detail() {
            return new Text(
                    "PIN-en til HSM-tokenet «" + token + "» er sperret etter for mange forsøk.",
                    "The PIN of HSM token \"" + token + "\" is locked after too many tries.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Lås opp PIN-en med sikkerhetsoffiserens verktøy fra leverandøren"
                            + (memory.isEmpty() ? "." : ", og slett " + memory + "."),
                    "Unlock the PIN with the vendor's tool for security officers"
                            + (memory.isEmpty() ? "." : ", and delete " + memory + "."));
        }
    }

    /** The next wrong PIN would lock the token ({@code CKF_USER_PIN_FINAL_TRY}). */
    record FinalTry(String token) implements PinFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_PIN_FINAL_TRY;
        }

        @Override
        public Text detail() {
            return new Text(
                    "HSM-tokenet «" + token + "» har ett PIN-forsøk igjen. Det blir ikke brukt.",
                    "HSM token \"" + token + "\" has one PIN try left. It is not spent.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Logg inn én gang med riktig PIN i leverandørens verktøy, så nullstilles telleren.",
                    "Log in once with the right PIN in the vendor's tool, which resets the counter.");
        }
    }
}
