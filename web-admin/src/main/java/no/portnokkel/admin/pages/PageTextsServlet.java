package no.portnokkel.admin.pages;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import no.portnokkel.json.JsonMembers;
import no.portnokkel.message.MessageCatalogue;

/**
 * Serves the texts of the pages in one language to their scripts: the messages whose keys begin with {@code page.},
 * without that prefix. Requires no login, since the login page needs them.
 */
@WebServlet(
        urlPatterns = {PageTextsServlet.NORWEGIAN, "/assets/texts/en.json"},
        asyncSupported = true)
public class PageTextsServlet extends HttpServlet {
    static final String NORWEGIAN = "/assets/texts/nb.json";

    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "page.";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        MessageCatalogue catalogue =
                request.getServletPath().equals(NORWEGIAN) ? MessageCatalogue.NORWEGIAN : MessageCatalogue.ENGLISH;
        JsonMembers texts = new JsonMembers();
        catalogue.keys().stream()
                .filter(key -> key.startsWith(PREFIX))
                .forEach(key -> texts.put(
                        key.substring(PREFIX.length()), catalogue.find(key).orElse(key)));
        response.setContentType("application/json;charset=UTF-8");
        response.getWriter().write(texts.object().toString());
    }
}
