package no.portnokkel.hsm.keys;

import no.portnokkel.problem.Text;

/** What cannot be asked for: the words of the command are wrong. */
public sealed interface RequestRejection extends Rejection {

    /** Not a label that every tool can show. */
    record LabelWrong(String label) implements RequestRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Nøkkelnavnet «" + label + "» kan ikke brukes.", "The key label \"" + label + "\" cannot be used.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Bruk 1–64 bokstaver a–z, sifre, «.», «_» eller «-».",
                    "Use 1–64 letters a–z, digits, '.', '_' or '-'.");
        }
    }

    /** Not quoted: what lands here by mistake may be a person's number. */
    record NumberWrong(int length) implements RequestRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Et organisasjonsnummer er ni sifre; dette har " + length + " tegn.",
                    "An organisation number is nine digits; this one has " + length + " characters.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Rett --organisation; nummeret står i Enhetsregisteret.",
                    "Correct --organisation; the number is in Enhetsregisteret.");
        }
    }

    /** Nine digits, the last of which is not the MOD 11 check digit. */
    record CheckDigitWrong(String number) implements RequestRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Organisasjonsnummeret " + number + " har feil kontrollsiffer.",
                    "Organisation number " + number + " has a wrong check digit.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Rett --organisation; se etter sifre som er byttet om.",
                    "Correct --organisation; look for swapped digits.");
        }
    }

    /** Longer than a certificate may have (RFC 5280, appendix A.1: 64 characters), or blank. */
    record NameWrong(String option) implements RequestRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Navnet i " + option + " er tomt eller lengre enn 64 tegn.",
                    "The name in " + option + " is blank or longer than 64 characters.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Skriv navnet som i Enhetsregisteret, forkortet til 64 tegn.",
                    "Write the name as in Enhetsregisteret, shortened to 64 characters.");
        }
    }

    /** The shell's letters did not survive: Java read them in the C locale. */
    record NameGarbled(String option) implements RequestRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Bokstaver i " + option + " kom ikke fram slik de ble skrevet.",
                    "Letters of " + option + " did not arrive as they were typed.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Kjør kommandoen med LC_ALL=C.UTF-8, eller et annet UTF-8-språk som er installert.",
                    "Run the command with LC_ALL=C.UTF-8, or another UTF-8 locale that is installed.");
        }
    }
}
