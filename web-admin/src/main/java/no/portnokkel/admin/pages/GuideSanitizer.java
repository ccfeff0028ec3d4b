package no.portnokkel.admin.pages;

import java.net.URI;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;

/**
 * Removes links that do not work in the control room. A link to the other language is removed with its paragraph, since the
 * page has a language switch. A link to another document is replaced by its text and the document's path in the repository.
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
            replaceByTextAndPath(link, FOLDER.resolve(destination.getPath()).getPath());
        }
    }

    private static Node paragraphOf(Node node) {
        Node ancestor = node;
        while (!(ancestor instanceof Paragraph) && ancestor.getParent() != null) {
            ancestor = ancestor.getParent();
        }
        return ancestor;
    }

    private static void replaceByTextAndPath(Link link, String path) {
        for (Node child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
            link.insertBefore(child);
        }
        link.insertBefore(text(" ("));
        link.insertBefore(new Code(path));
        link.insertBefore(text(")"));
        link.unlink();
    }

    private static Text text(String literal) {
        return new Text(literal);
    }
}
