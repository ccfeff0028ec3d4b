package no.portnokkel.hsm.keys;

import java.time.Instant;
import no.portnokkel.problem.Text;
import org.jspecify.annotations.Nullable;

/** Why a certificate does not go beside a key. */
public sealed interface CertificateRejection extends Rejection {

    /** Maskinporten takes RSA signatures only. */
    record NotRsa(String subject, String algorithm) implements CertificateRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Sertifikatet til " + subject + " gjelder en nøkkel av typen " + algorithm + ", ikke RSA.",
                    "The certificate of " + subject + " is for a key of type " + algorithm + ", not RSA.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Bestill et sertifikat for RSA-nøkkelen: portnokkel-hsm csr.",
                    "Order a certificate for the RSA key: portnokkel-hsm csr.");
        }
    }

    /** It was issued for another key. */
    record OtherKey(String label, String token, String subject) implements CertificateRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Sertifikatet til " + subject + " hører ikke til nøkkelen «" + label + "» i tokenet «" + token
                            + "».",
                    "The certificate of " + subject + " does not belong to key \"" + label + "\" in token \"" + token
                            + "\".");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Importer sertifikatet som ble utstedt for denne nøkkelens forespørsel, eller velg nøkkelen med --key.",
                    "Import the certificate that was issued for the request of this key, or choose the key with --key.");
        }
    }

    /** Its time, or that of a certificate above it, is over. */
    record Expired(String subject, Instant until) implements CertificateRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Sertifikatet til " + subject + " utløp " + until + ".",
                    "The certificate of " + subject + " expired on " + until + ".");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Bestill et nytt sertifikat for nøkkelen: portnokkel-hsm csr.",
                    "Order a new certificate for the key: portnokkel-hsm csr.");
        }
    }

    /** Its time, or that of a certificate above it, has not come. */
    record NotYetValid(String subject, Instant from) implements CertificateRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Sertifikatet til " + subject + " gjelder først fra " + from + ".",
                    "The certificate of " + subject + " is valid from " + from + " only.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Vent til da, og kontroller klokken på denne maskinen.",
                    "Wait until then, and check the clock of this machine.");
        }
    }

    /** The one of an order that is meant for encryption. */
    record EncryptionOnly(String subject) implements CertificateRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Sertifikatet til " + subject + " er bare for kryptering (nøkkelbruk).",
                    "The certificate of " + subject + " is for encryption only (key usage).");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Importer bestillingens sertifikat for signering eller autentisering.",
                    "Import the certificate of the order that is for signing or authentication.");
        }
    }

    /**
     * It is somebody else's, or says not whose.
     *
     * @param found null when the subject has no organisation number
     */
    record OtherOrganisation(String wanted, @Nullable String found) implements CertificateRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Sertifikatet tilhører "
                            + (found == null ? "ingen virksomhet med organisasjonsnummer" : "virksomhet " + found)
                            + ", ikke " + wanted + " (--organisation).",
                    "The certificate belongs to "
                            + (found == null ? "no organisation with a number" : "organisation " + found) + ", not "
                            + wanted + " (--organisation).");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Importer virksomhetens eget sertifikat, eller rett --organisation.",
                    "Import the organisation's own certificate, or correct --organisation.");
        }
    }

    /** Another key has a certificate for this public key beside it; SunPKCS11 would rename that one. */
    record BesideOther(String label, String other) implements CertificateRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Et sertifikat for denne nøkkelen ligger allerede ved «" + other + "», ikke bare ved «" + label
                            + "».",
                    "A certificate for this key lies beside \"" + other + "\" already, not only beside \"" + label
                            + "\".");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Slett det med leverandørens verktøy, og importer på nytt.",
                    "Delete that one with the vendor's tool, and import again.");
        }
    }

    /** SunPKCS11 finds those above a certificate by name, and might show the other one. */
    record IssuerNamesake(String subject, String token) implements CertificateRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Tokenet «" + token + "» har et annet sertifikat med utstederens navn (" + subject
                            + ") og en annen nøkkel. Ingenting er endret.",
                    "Token \"" + token + "\" has another certificate of the issuer's name (" + subject
                            + ") with another key. Nothing was changed.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Kontroller kjeden hos utstederen; slett det andre med leverandørens verktøy når ingen nøkkel i"
                            + " bruk trenger det.",
                    "Check the chain with the issuer; delete the other one with the vendor's tool once no key in use"
                            + " needs it.");
        }
    }
}
