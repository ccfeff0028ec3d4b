package no.portnokkel.admin.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Document;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The packaged onboarding guide as HTML: one {@code article} per language. */
final class Guide {
    private static final String FILE = "onboarding.md";
    private static final List<String> LANGUAGES = List.of("nb", "en"); // in the order of the file
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    private Guide() {}

    /**
     * Returns trusted HTML for the body of a page: one article with {@code lang="nb"} and one with {@code lang="en"}. Both are
     * hidden; the page's script shows the one in the reader's language.
     */
    static String articles() {
        return articles(packaged());
    }

    static String articles(String markdown) {
        List<Document> parts =
                parts(Parser.builder().extensions(EXTENSIONS).build().parse(markdown));
        if (parts.size() != LANGUAGES.size()) {
            throw new IllegalStateException(FILE + " has " + parts.size()
                    + " parts; it must have one first-level heading for each of " + LANGUAGES);
        }
        HtmlRenderer renderer = HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .escapeHtml(true)
                .attributeProviderFactory(context -> new DesignsystemetAttributes())
                .build();
        return IntStream.range(0, parts.size())
                .mapToObj(part -> "<article lang=\"" + LANGUAGES.get(part)
                        + "\" class=\"ds-card\" data-color=\"neutral\" hidden>\n" + renderer.render(parts.get(part))
                        + "</article>\n")
                .collect(Collectors.joining());
    }

    private static List<Document> parts(Node whole) {
        whole.accept(new GuideSanitizer());
        List<Document> parts = new ArrayList<>();
        for (Node node = whole.getFirstChild(); node != null; node = whole.getFirstChild()) {
            if (parts.isEmpty() || (node instanceof Heading heading && heading.getLevel() == 1)) {
                parts.add(new Document());
            }
            parts.get(parts.size() - 1).appendChild(node); // removes it from its former parent
        }
        return parts;
    }

    private static String packaged() {
        try (InputStream file = Objects.requireNonNull(Guide.class.getResourceAsStream(FILE), FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
