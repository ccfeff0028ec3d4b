package no.portnokkel.maskinporten;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/**
 * What Maskinporten said when it refused a grant (RFC 6749, section 5.2, with Digdir's {@code error_uri}).
 *
 * @param status HTTP status, 4xx
 * @param error for example {@code invalid_grant}
 * @param description Maskinporten's own words, persons' numbers masked
 * @param mp {@code MP-121}, from {@code error_uri}; empty when Maskinporten gave none
 * @param traceId for Digdir's support desk
 * @see <a href="https://docs.digdir.no/docs/Maskinporten/maskinporten_guide_feilsoking">Digdir: feilsøking</a>
 */
public record Refusal(
        int status, String error, Optional<String> description, Optional<String> mp, Optional<String> traceId) {
    private static final Pattern CODE = Pattern.compile("MP-\\d+$");
    private static final Pattern TRACE = Pattern.compile("\\((?:trace_id|correlation id): ([0-9A-Za-z-]+)\\)");
    private static final Pattern PERSON = Pattern.compile("(?<!\\d)\\d{11}(?!\\d)");

    /**
     * Reads the members of an error answer.
     *
     * @param status HTTP status
     * @param error the member of that name
     * @param description {@code error_description}, if any
     * @param uri {@code error_uri}, if any
     */
    public static Refusal of(int status, String error, Optional<String> description, Optional<String> uri) {
        return new Refusal(
                status,
                error,
                description.map(text -> PERSON.matcher(text).replaceAll("***********")),
                uri.flatMap(text -> first(CODE, text, 0)),
                description.flatMap(text -> first(TRACE, text, 1)));
    }

    private static Optional<String> first(Pattern pattern, String text, int group) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(group)) : Optional.empty();
    }

    /** The refusal as a problem: what was said, who mends it, and how. */
    public Problem problem() {
        RefusalRemedy remedy = RefusalRemedy.of(mp.orElse(""));
        String name = mp.map(code -> code + " ").orElse("") + error;
        String words = description.map(text -> ": " + text).orElse("");
        return new Problem(
                ProblemCode.MASKINPORTEN_REFUSED,
                new Text(
                        "Maskinporten avviste forespørselen (" + status + "), " + name + words + ".",
                        "Maskinporten refused the request (" + status + "), " + name + words + "."),
                remedy.remedy(),
                remedy.owner(),
                mp.orElse(null),
                traceId.orElse(null));
    }

    /** Whose it is, by Maskinporten's code. */
    private record RefusalRemedy(Owner owner, Text remedy) {
        static RefusalRemedy of(String mp) {
            return switch (mp) {
                case "MP-100", "MP-110" ->
                    new RefusalRemedy(
                            Owner.OPERATOR,
                            new Text(
                                    "Kontroller client-id og issuer for miljøet.",
                                    "Check the environment's client-id and issuer."));
                case "MP-120", "MP-122", "MP-124" ->
                    new RefusalRemedy(
                            Owner.SECURITY_OFFICER,
                            new Text(
                                    "Kontroller at sertifikatet hører til nøkkelen, klientens virksomhet og miljøet.",
                                    "Check that the certificate fits the key, the client's organisation and the environment."));
                case "MP-121" ->
                    new RefusalRemedy(
                            Owner.SECURITY_OFFICER,
                            new Text(
                                    "Registrer nøkkelen på nytt; en registrert nøkkel lever ett år.",
                                    "Register the key again; a registered key lives one year."));
                case "MP-200", "MP-201" ->
                    new RefusalRemedy(
                            Owner.OPERATOR,
                            new Text(
                                    "Legg scopet til klienten i Samarbeidsportalen.",
                                    "Add the scope to the client in Samarbeidsportalen."));
                case "MP-250" ->
                    new RefusalRemedy(
                            Owner.API_OWNER,
                            new Text(
                                    "Be API-eieren gi virksomheten tilgang til scopet.",
                                    "Ask the API's owner to give the organisation access to the scope."));
                case "MP-251" ->
                    new RefusalRemedy(
                            Owner.ALTINN_ADMINISTRATOR,
                            new Text(
                                    "La virksomheten delegere tilgangen i Altinn.",
                                    "Have the organisation delegate the access in Altinn."));
                default ->
                    new RefusalRemedy(
                            Owner.OPERATOR,
                            new Text(
                                    "Se Maskinportens forklaring og rett klienten eller forespørselen.",
                                    "Read Maskinporten's explanation and correct the client or the request."));
            };
        }
    }
}
