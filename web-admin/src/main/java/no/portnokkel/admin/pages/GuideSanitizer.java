package no.portnokkel.admin.pages;

import java.net.URI;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;

/**
 * Takes out what leads nowhere from the page: the way to the other language, which the page has at its top, and links to
 * other documents, of which the text remains with the file's place in the repository.
 */
final class GuideSanitizer extends AbstractVisitor {
    private static final URI FOLDER = URI.create("docs/operator/");

    @Override
    public void visit(Link link) {
        URI destination = URI.create(link.getDestination());
        if (destination.isAbsolute()) {
            return;
        }
        if (destination.getPath().isEmpty()) {
            paragraphOf(link).unlink();
        } else {
            keepTextAndPlace(link, FOLDER.resolve(destination.getPath()).getPath());
        }
    }

    private static Node paragraphOf(Node node) {
        Node around = node;
        while (!(around instanceof Paragraph) && around.getParent() != null) {
            around = around.getParent();
        }
        return around;
    }

    private static void keepTextAndPlace(Link link, String place) {
        for (Node child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
            link.insertBefore(child);
        }
        link.insertBefore(text(" ("));
        link.insertBefore(new Code(place));
        link.insertBefore(text(")"));
        link.unlink();
    }

    private static Text text(String literal) {
        return new Text(literal);
    }
}
