package no.portnokkel.admin.pages;

import java.util.Map;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.BulletList;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.renderer.html.AttributeProvider;
import org.jspecify.annotations.Nullable;

/** Adds the CSS classes and attributes of Designsystemet to the guide's HTML. */
final class DesignsystemetAttributes implements AttributeProvider {
    private static final String CLASS = "class";

    @Override
    public void setAttributes(Node node, String tag, Map<String, String> attributes) {
        if (node instanceof Heading heading) {
            attributes.put(CLASS, "ds-heading");
            attributes.put("data-size", heading.getLevel() == 1 ? "lg" : "sm");
        } else if (node instanceof TableBlock) {
            attributes.put(CLASS, "ds-table stacks");
        } else if (node instanceof TableCell cell && !cell.isHeader()) {
            attributes.put(
                    "data-column",
                    columnOf(cell)); // on a narrow screen the header row is hidden, and each cell shows its column's
            // name
        } else if (node instanceof Link) {
            attributes.put(CLASS, "ds-link");
        } else if (node instanceof BulletList) {
            attributes.put(CLASS, "ds-list");
        }
    }

    private static String columnOf(TableCell cell) {
        Node row = cell.getParent();
        Node table = row.getParent().getParent();
        Node headRow = table.getFirstChild().getFirstChild();
        @Nullable Node head = headRow.getFirstChild();
        for (Node before = cell.getPrevious(); before != null && head != null; before = before.getPrevious()) {
            head = head.getNext();
        }
        return head != null && head.getFirstChild() instanceof Text text ? text.getLiteral() : "";
    }
}
