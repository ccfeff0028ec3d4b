package no.portnokkel.admin.guide;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;

/** Takes out what leads nowhere from the page: links to other documents, and to the other language, which the page has at its top. */
final class OnlyWhatThePageHas extends AbstractVisitor {
    @Override
    public void visit(Link link) {
        String destination = link.getDestination();
        if (destination.startsWith("#")) {
            paragraphOf(link).unlink();
        } else if (!destination.startsWith("https://")) {
            keepTextOnly(link);
        }
    }

    private static Node paragraphOf(Node node) {
        Node around = node;
        while (!(around instanceof Paragraph) && around.getParent() != null) {
            around = around.getParent();
        }
        return around;
    }

    private static void keepTextOnly(Link link) {
        for (Node child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
            link.insertBefore(child);
        }
        link.unlink();
    }
}
