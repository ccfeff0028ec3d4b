package no.portnokkel.blackbox.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import no.portnokkel.blackbox.Users;

/** Somebody with a browser of their own. Whatever it asks for elsewhere, misses or complains about fails the test at the end. */
final class BrowserUser implements AutoCloseable {
    private static final int HEIGHT = 920;
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    final Page page;
    final Texts texts;
    private final BrowserContext context;
    private final URI controlRoom;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    BrowserUser(Browser browser, URI controlRoom, ReaderPreferences reader) {
        this.controlRoom = controlRoom;
        this.texts = Texts.in(reader.language());
        this.context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(reader.locale())
                .setTimezoneId("Europe/Oslo")
                .setColorScheme(reader.scheme())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(reader.width(), HEIGHT));
        context.setDefaultTimeout(ControlRoomFixture.PATIENCE);
        this.page = context.newPage();
        page.onRequest(this::note);
        page.onResponse(this::note);
        page.onConsoleMessage(this::note);
        page.onPageError(complaints::add);
    }

    private void note(Request request) {
        requests.add(request.url());
    }

    private void note(Response response) {
        if (response.status() >= 400 && !response.url().contains("/api/v1/")) {
            complaints.add(response.status() + " " + response.url());
        }
    }

    /** A refusal of the API, which the page shows, is an error to the console too: that one is expected. */
    private void note(ConsoleMessage message) {
        if (message.type().equals("error") && !message.location().contains("/api/v1/")) {
            complaints.add(message.text() + " (" + message.location() + ")");
        }
    }

    BrowserUser opens(String path) {
        page.navigate(controlRoom.resolve(path).toString());
        return this;
    }

    /** To the overview, when everything on it has been filled in. */
    BrowserUser signsIn(String user) {
        opens("login");
        field("signIn.user").fill(user);
        field("signIn.password").fill(Users.PASSWORD);
        button("signIn.submit").click();
        assertThat(page.locator("#version")).not().isEmpty();
        assertThat(page.locator("#changes details").first()).isVisible();
        return this;
    }

    BrowserUser triesToGetAToken() {
        button("trial.submit").click();
        assertThat(page.locator("#trial-result .ds-alert:not([data-color])")).hasCount(0);
        assertThat(page.locator("#trial-result .ds-alert")).isVisible();
        return this;
    }

    /** Not content with what is kept. */
    BrowserUser triesAnew() {
        field("trial.fresh").check();
        return triesToGetAToken();
    }

    BrowserUser proposes(String environment, String reason) {
        page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(environment))
                .check();
        assertThat(page.locator("#preview table")).isVisible();
        field("propose.reason").fill(reason);
        button("propose.submit").click();
        assertThat(proposal()).isVisible();
        return this;
    }

    Locator proposal() {
        return page.getByRole(AriaRole.ARTICLE);
    }

    Locator field(String key) {
        return page.getByLabel(texts.of(key));
    }

    Locator button(String key) {
        return page.getByRole(
                AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(texts.of(key)).setExact(true));
    }

    Locator link(String text) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(text));
    }

    Locator region(String key) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(texts.of(key)));
    }

    /** Checks what axe can check of this state of the page. */
    void findsNoGraveBarrier(String state) {
        List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations.stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .map(BrowserUser::described))
                .as(state)
                .isEmpty();
    }

    private static String described(Rule rule) {
        return rule.getImpact() + " " + rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }

    void needNotScrollSideways(String state) {
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(state)
                .isLessThanOrEqualTo(page.viewportSize().width);
    }

    void takesAPicture(Path file, boolean whole) {
        page.mouse().move(0, 0); // away from what was clicked
        page.evaluate("window.scrollTo(0, 0)");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(whole));
    }

    @Override
    public void close() {
        context.close();
        String origin = controlRoom.resolve("/").toString();
        assertThat(requests).allMatch(url -> url.startsWith(origin) || url.startsWith("data:"));
        assertThat(complaints).isEmpty();
    }
}
