package no.portnokkel.hsm.register;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.problem.UntrustedText;

/**
 * Writes entries as a table that spreadsheets read. Names in a token are chosen by others: one that a spreadsheet would take for a
 * formula gets an apostrophe in front.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP: CSV injection, read 2026-11-30</a>
 */
final class RegisterCsv {
    private static final String LINE_END = "\r\n";
    private static final List<String> HEADER = List.of(
            "source",
            "label",
            "id",
            "state",
            "type",
            "size",
            "nonExportable",
            "environments",
            "clients",
            "subject",
            "issuer",
            "organisationNumber",
            "serial",
            "notBefore",
            "notAfter",
            "sha256",
            "registeredUntil",
            "daysLeft");

    private static final Pattern FORMULA = Pattern.compile("(?s)[=+\\-@\\t\\r\\n].*");
    private static final Pattern SPECIAL = Pattern.compile("[\",\\r\\n]");

    private RegisterCsv() {}

    static String table(List<RegisterEntry> entries, Instant now) {
        return Stream.concat(Stream.of(HEADER), entries.stream().map(entry -> row(entry, now)))
                .map(RegisterCsv::line)
                .collect(Collectors.joining(LINE_END, "", LINE_END));
    }

    private static List<String> row(RegisterEntry entry, Instant now) {
        Optional<CertificateMembers> certificate = entry.certificate().map(CertificateMembers::new);
        List<String> row = new ArrayList<>(List.of(
                text(entry.source()),
                text(entry.label()),
                text(entry.id()),
                entry.state().word(),
                text(entry.type()),
                cell(entry.size()),
                cell(entry.nonExportable()),
                text(String.join(" ", entry.environments().orElse(List.of()))),
                text(String.join(" ", entry.clients()))));
        Stream.<Function<CertificateMembers, Object>>of(
                        CertificateMembers::subject,
                        CertificateMembers::issuer,
                        members -> members.organisationNumber().orElse(""),
                        CertificateMembers::serial,
                        CertificateMembers::notBefore,
                        CertificateMembers::notAfter,
                        CertificateMembers::sha256)
                .map(member -> text(cell(certificate.map(member))))
                .forEach(row::add);
        row.add(cell(entry.registeredUntil()));
        row.add(cell(entry.daysLeft(now)));
        return row;
    }

    private static String cell(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }

    private static String text(String text) {
        String shown = UntrustedText.escaped(text);
        return FORMULA.matcher(shown).matches() ? "'" + shown : shown;
    }

    private static String line(List<String> cells) {
        return cells.stream().map(RegisterCsv::quoted).collect(Collectors.joining(","));
    }

    private static String quoted(String cell) {
        return SPECIAL.matcher(cell).find() ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
    }
}
