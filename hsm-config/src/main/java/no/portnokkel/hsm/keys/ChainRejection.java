package no.portnokkel.hsm.keys;

import no.portnokkel.problem.Text;

/** What is wrong with a file of certificates, before anything is asked of the key. */
public sealed interface ChainRejection extends Rejection {

    /** No certificate can be read. */
    record Unreadable(String file) implements ChainRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Filen " + file + " har ingen X.509-sertifikater som kan leses.",
                    "The file " + file + " holds no X.509 certificates that can be read.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Oppgi filen fra utstederen i PEM-format: eget sertifikat først, så utstederens.",
                    "Give the file from the issuer in PEM format: your own certificate first, then the issuer's.");
        }
    }

    /** A certificate was not signed by the next one. Positions count from 1. */
    record OutOfOrder(int position, String subject, String next) implements ChainRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Sertifikat " + position + " i kjeden (" + subject + ") er ikke signert av det neste (" + next
                            + ").",
                    "Certificate " + position + " of the chain (" + subject + ") was not signed by the next one ("
                            + next + ").");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Sett sertifikatene i rekkefølge: eget først, så det som utstedte det, og så videre oppover.",
                    "Put the certificates in order: your own first, then the one that issued it, and so on upwards.");
        }
    }

    /** There is only the leaf. */
    record IssuerMissing(String subject, String issuer) implements ChainRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Kjeden har bare " + subject + "; utstederens sertifikat (" + issuer + ") mangler.",
                    "The chain has only " + subject + "; the certificate of its issuer (" + issuer + ") is missing.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Legg utstederens sertifikat etter ditt eget i filen.",
                    "Append the issuer's certificate to the file, after your own.");
        }
    }

    /** No authority stands behind the first certificate. */
    record SelfSigned(String subject) implements ChainRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Det første sertifikatet (" + subject + ") er signert av seg selv, ikke av en utsteder.",
                    "The first certificate (" + subject + ") was signed by itself, not by an issuer.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Importer sertifikatet som utstederen laget fra sertifikatforespørselen, med eget sertifikat først.",
                    "Import the certificate that the issuer made from the request, with your own certificate first.");
        }
    }

    /** The chain is one of authorities only. */
    record LeafMissing(String subject) implements ChainRejection {
        @Override
        public Text detail() {
            return new Text(
                    "Det første sertifikatet (" + subject + ") er en utsteders, ikke en virksomhets.",
                    "The first certificate (" + subject + ") is an issuer's, not an organisation's.");
        }

        @Override
        public Text remedy() {
            return new Text(
                    "Sett virksomhetens eget sertifikat først i filen.",
                    "Put the organisation's own certificate first in the file.");
        }
    }
}
