package no.portnokkel.admin.pages;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The pages of the control room. {@code layout.html} has the head and the top of every page; {@code NAME.html} has the
 * page's part of the top and its content, separated by a marker.
 */
public final class Page {
    private static final String FOLDER = "/WEB-INF/pages/";
    private static final String CONTENT = "<!-- content -->";

    private Page() {}

    /**
     * Writes a page.
     *
     * @param name of the page's file and script, without ending
     */
    public static void write(String name, HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(name, "", request, response);
    }

    /** Writes a page, at whatever address, with trusted HTML in place of the marker {@code <!-- articles -->}. */
    public static void write(String name, String articles, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ServletContext context = request.getServletContext();
        String[] parts = read(name + ".html", context).split(CONTENT, 2);
        String html = read("layout.html", context)
                .replace("<!-- script -->", "<script type=\"module\" src=\"assets/" + name + ".js\"></script>")
                .replace("=\"assets/", "=\"" + request.getContextPath() + "/assets/")
                .replace("<!-- navigation -->", parts[0].strip())
                .replace(CONTENT, parts[1].strip().replace("<!-- articles -->", articles));
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(html);
    }

    /**
     * Redirects a browser with a path only, so that the {@code Host} header of the request has no influence.
     *
     * @param path below the context root, with a leading slash
     */
    public static void redirect(String path, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", request.getContextPath() + path);
    }

    private static String read(String file, ServletContext context) throws IOException {
        try (InputStream stream = Objects.requireNonNull(context.getResourceAsStream(FOLDER + file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
