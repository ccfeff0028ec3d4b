package no.portnokkel.maskinporten.certificate;

import java.security.cert.X509Certificate;
import java.util.Optional;
import no.portnokkel.certificate.Seid;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * The sentences for a certificate that would be refused.
 *
 * @param label of the key
 * @param environment its name
 * @param leaf the certificate
 */
record CertificateProblems(String label, String environment, X509Certificate leaf) {
    private static final Text ORDER = new Text(
            "Bestill nytt virksomhetssertifikat og importer det i HSM-en.",
            "Order a new virksomhetssertifikat and import it into the HSM.");

    Problem placeholder() {
        return of(
                ProblemCode.CERTIFICATE_INCOMPLETE_CHAIN,
                new Text("har ennå ikke noe sertifikat fra en utsteder.", "has no certificate from an issuer yet."),
                new Text(
                        "Importer sertifikatet som ble bestilt: portnokkel-hsm import.",
                        "Import the certificate that was ordered: portnokkel-hsm import."));
    }

    Problem expired() {
        String end = leaf.getNotAfter().toInstant().toString();
        return of(
                ProblemCode.CERTIFICATE_EXPIRED,
                new Text("har et sertifikat som utløp " + end + ".", "has a certificate that expired at " + end + "."),
                ORDER);
    }

    Problem notYetValid() {
        String start = leaf.getNotBefore().toInstant().toString();
        return of(
                ProblemCode.CERTIFICATE_NOT_YET_VALID,
                new Text(
                        "har et sertifikat som først gjelder fra " + start + ".",
                        "has a certificate that is valid from " + start + " only."),
                new Text(
                        "Vent til da, og kontroller klokken på denne maskinen.",
                        "Wait until then, and check the clock of this machine."));
    }

    Problem encryptionOnly() {
        return of(
                ProblemCode.CERTIFICATE_WRONG_USAGE,
                new Text(
                        "har et sertifikat som bare er for kryptering (nøkkelbruk).",
                        "has a certificate that is for encryption only (key usage)."),
                new Text(
                        "Importer bestillingens sertifikat for signering.",
                        "Import the certificate of the order that is for signing."));
    }

    Problem otherOrganisation(OrganisationNumber wanted, Optional<String> found) {
        return of(
                ProblemCode.CERTIFICATE_WRONG_ORGANISATION,
                new Text(
                        "har et sertifikat for "
                                + found.map(number -> "virksomhet " + number)
                                        .orElse("ingen virksomhet med organisasjonsnummer")
                                + ", men klienten tilhører " + wanted.digits() + " ("
                                + key(".organisation-number") + ").",
                        "has a certificate of "
                                + found.map(number -> "organisation " + number).orElse("no organisation with a number")
                                + ", but the client belongs to " + wanted.digits() + " ("
                                + key(".organisation-number") + ")."),
                new Text(
                        "Bruk nøkkelen med virksomhetens eget sertifikat, eller rett organisasjonsnummeret.",
                        "Use the key with the organisation's own certificate, or correct the organisation number."));
    }

    Problem wrongClass(EnvironmentClass wanted) {
        String issuer = Seid.name(leaf.getIssuerX500Principal());
        boolean production = wanted == EnvironmentClass.PRODUCTION;
        return of(
                ProblemCode.CERTIFICATE_WRONG_CLASS,
                new Text(
                        "har et sertifikat fra " + issuer + ", som miljøet " + environment + " (klasse "
                                + (production ? "production" : "test") + ") ikke godtar.",
                        "has a certificate from " + issuer + ", which environment " + environment + " (class "
                                + (production ? "production" : "test") + ") does not accept."),
                new Text(
                        "Bruk en nøkkel med "
                                + (production ? "vanlig virksomhetssertifikat" : "testsertifikat")
                                + "; i et eget miljø kan " + key(".authorities-file") + " navngi utstederen.",
                        "Use a key with "
                                + (production ? "an ordinary virksomhetssertifikat" : "a test certificate")
                                + "; in an environment of your own " + key(".authorities-file")
                                + " can name the issuer."));
    }

    private String key(String member) {
        return "portnokkel.environments." + environment + member;
    }

    private Problem of(ProblemCode code, Text what, Text remedy) {
        return Problem.of(
                code, new Text("Nøkkelen " + label + " " + what.no(), "Key " + label + " " + what.en()), remedy);
    }
}
