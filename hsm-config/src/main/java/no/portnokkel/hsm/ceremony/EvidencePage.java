package no.portnokkel.hsm.ceremony;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import no.portnokkel.hsm.ceremony.CeremonyPlan.Role;
import no.portnokkel.hsm.ceremony.Transcript.Result;
import no.portnokkel.hsm.ceremony.Transcript.Step;
import no.portnokkel.hsm.pkcs11.cryptoki.KeyAttribute;
import no.portnokkel.problem.Text;

/** {@code evidence.html}: what happened, for people and for paper, in both languages. */
final class EvidencePage {
    private static final Locale NORWEGIAN = Locale.forLanguageTag("nb");
    private static final String STYLE = resource("evidence.css");

    private final Locale locale;
    private final JsonObject about;
    private final List<JsonObject> lines;
    private final StringBuilder html = new StringBuilder();

    private EvidencePage(Locale locale, JsonObject about, List<JsonObject> lines) {
        this.locale = locale;
        this.about = about;
        this.lines = lines;
    }

    /**
     * Returns the page.
     *
     * @param about the members of the manifest that a reader sees first
     * @param lines of the transcript
     */
    static String of(JsonObject about, List<JsonObject> lines) {
        return "<!DOCTYPE html>\n<html lang=\"nb\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
                + escape(about.getString("label")) + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n"
                + new EvidencePage(NORWEGIAN, about, lines).section()
                + new EvidencePage(Locale.ENGLISH, about, lines).section()
                + "</body>\n</html>\n";
    }

    private String section() {
        html.append("<main lang=\"").append(locale.getLanguage()).append("\">\n");
        boolean retirement = about.getString("kind").equals("retirement");
        html.append("<h1>")
                .append(text(
                        retirement
                                ? Text.message("evidence-page.title-of-retirement")
                                : Text.message("evidence-page.title")))
                .append("</h1>\n");
        html.append("<p class=\"purpose\">")
                .append(escape(about.getString("purpose", about.getString("label"))))
                .append("</p>\n");
        if (!retirement) {
            table(Text.message("evidence-page.plan"), () -> {
                row(Text.message("evidence-page.label"), about.getString("label"));
                row(Text.message("evidence-page.organisation"), about.getString("organisation"));
                row(Text.message("evidence-page.class"), about.getString("class"));
                row(Text.message("evidence-page.plan-sha256"), about.getString("plan"));
            });
        }
        data(Step.KEY).ifPresent(this::key);
        data(Step.CERTIFICATE).ifPresent(this::certificate);
        data(Step.CONFIRMATION)
                .or(() -> Transcript.find(lines, Step.REMOVAL, Result.BEGUN).map(line -> line.getJsonObject("data")))
                .ifPresent(this::tools);
        steps();
        data(Step.CONFIRMATION).ifPresent(this::persons);
        html.append("<p class=\"note\">")
                .append(text(
                        retirement
                                ? Text.message("evidence-page.verify-retirement")
                                : Text.message("evidence-page.verify")))
                .append("</p>\n</main>\n");
        return html.toString();
    }

    private void key(JsonObject key) {
        table(Text.message("evidence-page.key"), () -> {
            row(Text.message("key-list.id"), key.getString("id"));
            row(Text.message("key-list.type"), key.getString("type") + " " + key.getInt("size", 0));
            JsonObject attributes = key.getJsonObject("attributes");
            for (KeyAttribute attribute : KeyAttribute.values()) {
                boolean value = attributes.getBoolean(attribute.word(), !attribute.requiredValue());
                row(attribute.title(), (value ? Text.message("key-list.yes") : Text.message("key-list.no")).in(locale));
            }
            Optional.ofNullable(key.getString("publicKeySha256", null))
                    .ifPresent(hash -> row(Text.message("key-list.public-key"), hash));
        });
    }

    private void certificate(JsonObject certificate) {
        table(Text.message("evidence-page.certificate"), () -> {
            row(Text.message("evidence-page.subject"), certificate.getString("subject"));
            row(Text.message("key-list.issuer"), certificate.getString("issuer"));
            row(Text.message("evidence-page.serial"), certificate.getString("serial"));
            row(Text.message("evidence-page.valid-from"), certificate.getString("notBefore"));
            row(Text.message("key-list.valid-until"), certificate.getString("notAfter"));
            row(Text.message("key-list.sha256"), certificate.getString("certificateSha256"));
        });
    }

    private void tools(JsonObject tools) {
        table(Text.message("evidence-page.tools"), () -> {
            row(Text.message("evidence-page.token"), tools.getString("token") + " (" + tools.getString("serial") + ")");
            row(
                    Text.message("evidence-page.device"),
                    tools.getString("manufacturer") + ", " + tools.getString("model"));
            row(Text.message("evidence-page.module"), tools.getString("module"));
            row(Text.message("evidence-page.module-sha256"), tools.getString("moduleSha256"));
            row(
                    Text.message("evidence-page.version"),
                    tools.getString("version") + ", Java " + tools.getString("java"));
            Optional.ofNullable(tools.getString("jarSha256", null))
                    .ifPresent(hash -> row(Text.message("evidence-page.jar-sha256"), hash));
        });
    }

    private void steps() {
        heading(Text.message("evidence-page.steps"));
        html.append("<table class=\"steps\">\n");
        for (JsonObject line : lines) {
            html.append("<tr><th scope=\"row\">").append(line.getInt("seq")).append("</th><td>");
            html.append(escape(line.getString("time"))).append("</td><td>");
            html.append(text(Text.message("ceremony-step." + line.getString("step"))))
                    .append(", ");
            html.append(text(Text.message("ceremony-result." + line.getString("result"))))
                    .append("</td></tr>\n");
        }
        html.append("</table>\n");
    }

    private void persons(JsonObject confirmation) {
        heading(Text.message("evidence-page.persons"));
        html.append("<table class=\"signatures\">\n");
        for (JsonValue value : confirmation.getJsonArray("persons")) {
            JsonObject person = value.asJsonObject();
            String role = Role.of(person.getString("role"))
                    .map(known -> known.title().in(locale))
                    .orElse("");
            html.append("<tr><th scope=\"row\">")
                    .append(escape(person.getString("name")))
                    .append("</th><td>");
            html.append(escape(role)).append("</td><td class=\"line\">");
            html.append(text(Text.message("evidence-page.signature"))).append("</td></tr>\n");
        }
        html.append("</table>\n");
    }

    private void table(Text title, Runnable rows) {
        heading(title);
        html.append("<table>\n");
        rows.run();
        html.append("</table>\n");
    }

    private void heading(Text title) {
        html.append("<h2>").append(text(title)).append("</h2>\n");
    }

    private void row(Text title, String value) {
        html.append("<tr><th scope=\"row\">").append(text(title)).append("</th><td>");
        html.append(escape(value)).append("</td></tr>\n");
    }

    private Optional<JsonObject> data(Step step) {
        return Transcript.find(lines, step, Result.DONE).map(line -> line.getJsonObject("data"));
    }

    private String text(Text text) {
        return escape(text.in(locale));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) {
        try (InputStream style = Objects.requireNonNull(EvidencePage.class.getResourceAsStream(name))) {
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) { // it is in the jar
            throw new UncheckedIOException(impossible);
        }
    }
}
