package no.portnokkel.hsm.keys;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.problem.Text;

/**
 * What the house does not do, whoever asks: a key under a name that is taken, a weak one, one that can leave the HSM, a
 * file or an issued certificate overwritten.
 */
public sealed interface PolicyRejection extends Rejection {

    /** A key or certificate of that label, or of the {@code CKA_ID} that it would get, is there. */
    record LabelInUse(String label, String token) implements PolicyRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Tokenet «" + token + "» har allerede noe som heter «" + label + "». Ingenting er endret.",
                    "Token \"" + token + "\" already has something called \"" + label + "\". Nothing was changed.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Velg et annet navn med --key; portnokkel-hsm keys viser dem som er i bruk.",
                    "Choose another label with --key; portnokkel-hsm keys shows those in use.");
        }
    }

    /** Too short for a signature that is to hold, or longer than issuers certify. */
    record SizeRefused(int bits) implements PolicyRejection {
        @Override
        public Text detail() {
            return new Text(
                    "En RSA-nøkkel på " + bits + " bit blir ikke laget. Ingenting er endret.",
                    "An RSA key of " + bits + " bits is not made. Nothing was changed.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Velg --size 2048, 3072 eller 4096; utstederne bruker 3072.",
                    "Choose --size 2048, 3072 or 4096; issuers use 3072.");
        }
    }

    /** Maskinporten takes RS256, RS384 and RS512 only. */
    record TypeRefused(String type) implements PolicyRejection {
        @Override
        public Text detail() {
            return new Text(
                    "En nøkkel av typen «" + type
                            + "» blir ikke laget: Maskinporten godtar bare RSA-signaturer. Ingenting er endret.",
                    "A key of type \"" + type
                            + "\" is not made: Maskinporten accepts RSA signatures only. Nothing was changed.");
        }

        @Override
        public Text remedy() {
            return new Text("Utelat --type, eller sett --type RSA.", "Leave --type out, or set --type RSA.");
        }
    }

    /** The token made a key that is not bound to it; the key has been deleted again. */
    record MadeUnsafe(String label, String token, List<KeyAttribute> defects) implements PolicyRejection {
        public MadeUnsafe {
            defects = List.copyOf(defects);
        }

        @Override
        public Text detail() {
            return new Text(
                    "Tokenet «" + token + "» laget «" + label + "» uten vern (feil eller ukjent: "
                            + PolicyRejection.titles(defects, Text::no) + "). Nøkkelen er slettet igjen.",
                    "Token \"" + token + "\" made \"" + label + "\" without protection (wrong or unknown: "
                            + PolicyRejection.titles(defects, Text::en) + "). The key was deleted again.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Be HSM-leverandøren om en partisjon som holder på nøklene sine, og kontroller portnokkel.hsm.profile.",
                    "Ask the HSM's vendor for a partition that keeps its keys, and check portnokkel.hsm.profile.");
        }
    }

    /** A key that may have copies elsewhere gets no certificate. */
    record CanLeave(String label, String token) implements PolicyRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Nøkkelen «" + label + "» i tokenet «" + token
                            + "» kan forlate det, eller tokenet sier ikke at den ikke kan. Ingenting er endret.",
                    "Key \"" + label + "\" in token \"" + token
                            + "\" can leave it, or the token does not say that it cannot. Nothing was changed.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Lag en ny nøkkel med portnokkel-hsm generate, og bruk den.",
                    "Make a new key with portnokkel-hsm generate, and use that one.");
        }
    }

    /** The key has a certificate of an authority already, perhaps in use. */
    record CertificateInPlace(String label, String subject) implements PolicyRejection {
        @Override
        public Text detail() {
            return new Text(
                    "«" + label + "» har allerede et utstedt sertifikat (" + subject + "). Ingenting er endret.",
                    "\"" + label + "\" already has an issued certificate (" + subject + "). Nothing was changed.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Lag heller en ny nøkkel; skal sertifikatet likevel byttes, kjør kommandoen igjen med --yes.",
                    "Rather make a new key; if the certificate is to be replaced all the same, run the command again with --yes.");
        }
    }

    /** A file is never overwritten. */
    record FileExists(String file) implements PolicyRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Filen " + file + " finnes allerede og er ikke endret.",
                    "The file " + file + " exists already and was not changed.");
        }

        @Override
        public Text remedy() {
            return new Text("Velg et annet navn med --out.", "Choose another name with --out.");
        }
    }

    private static String titles(List<KeyAttribute> attributes, Function<Text, String> language) {
        return attributes.stream().map(KeyAttribute::title).map(language).collect(Collectors.joining(", "));
    }
}
