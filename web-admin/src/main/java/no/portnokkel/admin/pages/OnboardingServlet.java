package no.portnokkel.admin.pages;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import no.portnokkel.admin.login.Redirect;
import no.portnokkel.admin.security.Caller;

/** The onboarding guide, for persons who are logged in. Redirects others to the login form. */
@WebServlet("/onboarding")
public class OnboardingServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String TEMPLATE = "/WEB-INF/pages/onboarding.html";

    @Inject
    transient Guide guide;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (Caller.of(request).isEmpty()) {
            Redirect.to("/login", request, response);
            return;
        }
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(template().replace("<!-- articles -->", guide.articles()));
    }

    private String template() throws IOException {
        try (InputStream file = Objects.requireNonNull(getServletContext().getResourceAsStream(TEMPLATE), TEMPLATE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
