package no.portnokkel.admin.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import no.portnokkel.admin.pages.Page;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.Text;

/**
 * A page between the identity provider and the control room. A browser does not send a cookie with {@code SameSite=Strict} to a page
 * that another site has led it to, also after a redirect; it does when this page of ours leads it on. And a form must not lead to
 * another site, while this page may.
 */
final class ContinuePage {
    private ContinuePage() {}

    /**
     * Leads on at once.
     *
     * @param target of the link
     * @param text says what has happened
     * @param link the text of the link
     */
    static void leadOn(String target, Text text, Text link, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Refresh", "0; url=" + target);
        stay(target, text, link, request, response);
    }

    /** Says what has happened, and leaves it to the person to go on. */
    static void stay(String target, Text text, Text link, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        write(target, List.of(text), link, request, response);
    }

    /** Shows a problem with its code. */
    static void problem(String target, Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        List<Text> texts = List.of(
                problem.code().title(),
                problem.detail(),
                problem.remedy(),
                Text.verbatim(problem.code().word()));
        write(target, texts, Text.message("sign-in.to-login"), request, response);
    }

    /** @param texts the heading first */
    private static void write(
            String target, List<Text> texts, Text link, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String articles = article("nb", target, texts, link, Text::no) + article("en", target, texts, link, Text::en);
        Page.write("continue", articles, request, response);
    }

    private static String article(
            String language, String target, List<Text> texts, Text link, Function<Text, String> translation) {
        return "<article lang=\"" + language + "\" class=\"ds-card stack\" data-color=\"neutral\" hidden>"
                + "<h1 class=\"ds-heading\" data-size=\"sm\">" + escaped(translation.apply(texts.get(0))) + "</h1>"
                + texts.stream()
                        .skip(1)
                        .map(text -> "<p class=\"ds-paragraph\">" + escaped(translation.apply(text)) + "</p>")
                        .collect(Collectors.joining())
                + "<p><a class=\"ds-link\" href=\"" + escaped(target) + "\">" + escaped(translation.apply(link))
                + "</a></p></article>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
