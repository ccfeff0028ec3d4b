package no.portnokkel.admin.pages;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import no.portnokkel.admin.login.Redirect;
import no.portnokkel.admin.security.Caller;

/** The control room's page at the context root, for persons who are logged in. Redirects others to the login form. */
@WebServlet("")
public class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (Caller.of(request).isEmpty()) {
            Redirect.to("/login", request, response);
        } else {
            request.getRequestDispatcher("/WEB-INF/pages/control-room.html").forward(request, response);
        }
    }
}
