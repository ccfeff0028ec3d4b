package no.portnokkel.hsm.fault;

import java.util.List;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Faults of one key or of the certificate beside it. Keys are named in {@code portnokkel.environments.ENV.key}. */
public sealed interface KeyFault extends HsmFault {

    /**
     * No key of that label has a certificate beside it.
     *
     * @param present labels of the keys that are there
     */
    record NotFound(String label, String token, List<String> present) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_KEY_NOT_FOUND;
        }

        @Override
        public Text detail() {
            String labels = String.join(", ", present);
            return new Text(
                    "Tokenet «" + token + "» har ingen nøkkel med sertifikat som heter «" + label + "»."
                            + (present.isEmpty() ? " Det har ingen." : " Det har: " + labels + "."),
                    "Token \"" + token + "\" has no key with a certificate that is called \"" + label + "\"."
                            + (present.isEmpty() ? " It has none." : " It has: " + labels + "."));
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Rett portnokkel.environments.ENV.key, eller importer sertifikatet ved siden av nøkkelen"
                            + " (samme CKA_ID).",
                    "Correct portnokkel.environments.ENV.key, or import the certificate beside the key (same CKA_ID).");
        }
    }

    /**
     * The token does not say that the key cannot leave it, and one that may is not used in class {@code production}.
     *
     * @param said what the token says instead, for example {@code CKA_SENSITIVE = false}; {@code ?} where it is silent
     */
    record Exportable(String label, String token, String said) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.KEY_EXPORTABLE;
        }

        @Override
        public Text detail() {
            return new Text(
                    "Tokenet «" + token + "» sier ikke at nøkkelen «" + label + "» ikke kan forlate det (" + said
                            + "). Den brukes ikke i et miljø av klassen production.",
                    "Token \"" + token + "\" does not say that key \"" + label + "\" cannot leave it (" + said
                            + "). It is not used in an environment of class production.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Lag en ny nøkkel med portnokkel-hsm generate, og bytt til den.",
                    "Make a new key with portnokkel-hsm generate, and change to it.");
        }
    }

    /**
     * Several keys carry the label.
     *
     * @param candidates what tells them apart
     */
    record Ambiguous(String label, String token, List<String> candidates) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_KEY_AMBIGUOUS;
        }

        @Override
        public Text detail() {
            String names = String.join("; ", candidates);
            return new Text(
                    "Flere nøkler i tokenet «" + token + "» heter «" + label + "»: " + names + ".",
                    "Several keys in token \"" + token + "\" are called \"" + label + "\": " + names + ".");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Gi nøklene ulike navn (CKA_LABEL), og velg én i portnokkel.environments.ENV.key.",
                    "Give the keys different labels (CKA_LABEL), and choose one in portnokkel.environments.ENV.key.");
        }
    }

    /**
     * The key is there, and is not an RSA key that may sign.
     *
     * @param why the kind of key or a {@code CKR} code
     */
    record NotUsable(String label, String token, String why) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_KEY_NOT_FOUND;
        }

        @Override
        public Text detail() {
            return new Text(
                    "Nøkkelen «" + label + "» i tokenet «" + token + "» kan ikke brukes til RSA-signering (" + why
                            + ").",
                    "Key \"" + label + "\" in token \"" + token + "\" cannot be used for RSA signatures (" + why
                            + ").");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Velg en RSA-nøkkel med CKA_SIGN i portnokkel.environments.ENV.key.",
                    "Choose an RSA key with CKA_SIGN in portnokkel.environments.ENV.key.");
        }
    }

    /** What the key signs does not verify with the public key of the certificate beside it. */
    record CertificateMismatch(String label, String token) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.KEY_CERTIFICATE_MISMATCH;
        }

        @Override
        public Text detail() {
            return new Text(
                    "Sertifikatet ved siden av nøkkelen «" + label + "» i tokenet «" + token
                            + "» hører til en annen nøkkel. Nøkkelen er ikke tatt i bruk.",
                    "The certificate beside key \"" + label + "\" in token \"" + token
                            + "\" belongs to another key. The key is not used.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Importer sertifikatet som ble utstedt for denne nøkkelen, og slett det andre.",
                    "Import the certificate that was issued for this key, and delete the other.");
        }
    }

    /**
     * The token did not take a key or a certificate.
     *
     * @param why a {@code CKR} code or a few words, for the vendor's support desk
     */
    record NotWritten(String label, String token, String why) implements KeyFault {
        @Override
        public ProblemCode code() {
            return ProblemCode.HSM_KEY_NOT_FOUND;
        }

        @Override
        public Text detail() {
            return new Text(
                    "Tokenet «" + token + "» lagret ikke nøkkelen «" + label + "» eller sertifikatet til den (" + why
                            + ").",
                    "Token \"" + token + "\" did not store key \"" + label + "\" or its certificate (" + why + ").");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Se hva tokenet har nå (portnokkel-hsm keys), og kontroller at det ikke er skrivebeskyttet, at denne"
                            + " brukeren kan lage nøkler, og at det støtter nøkler av denne lengden.",
                    "See what the token holds now (portnokkel-hsm keys), and check that it is not write-protected, that"
                            + " this user may make keys, and that it supports keys of this size.");
        }
    }
}
