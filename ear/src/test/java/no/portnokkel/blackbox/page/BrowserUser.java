package no.portnokkel.blackbox.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.CopyOnWriteArrayList;
import no.portnokkel.blackbox.Users;

/**
 * A user with a separate browser session. {@link #close} fails the test if the browser has contacted another host, a file
 * was missing, or the console shows an error.
 */
final class BrowserUser implements AutoCloseable {
    private static final int HEIGHT = 920;

    final Page page;
    final Texts texts;
    private final BrowserContext context;
    private final URI controlRoom;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    BrowserUser(Browser browser, URI controlRoom, ReaderPreferences reader) {
        this.controlRoom = controlRoom;
        this.texts = Texts.in(reader.language());
        this.context = browser.newContext(new Browser.NewContextOptions()
                .setLocale(reader.locale())
                .setTimezoneId("Europe/Oslo")
                .setColorScheme(reader.colorScheme())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(reader.width(), HEIGHT));
        context.setDefaultTimeout(ControlRoomFixture.TIMEOUT_MILLIS);
        this.page = context.newPage();
        page.onRequest(this::record);
        page.onResponse(this::record);
        page.onConsoleMessage(this::record);
        page.onPageError(errors::add);
    }

    private void record(Request request) {
        requests.add(request.url());
    }

    private void record(Response response) {
        if (response.status() >= 400 && !response.url().contains("/api/v1/")) {
            errors.add(response.status() + " " + response.url());
        }
    }

    /** The console also reports error responses of the API; those are expected, since the page shows them. */
    private void record(ConsoleMessage message) {
        if (message.type().equals("error") && !message.location().contains("/api/v1/")) {
            errors.add(message.text() + " (" + message.location() + ")");
        }
    }

    BrowserUser open(String path) {
        page.navigate(controlRoom.resolve(path).toString());
        return this;
    }

    /** Logs in and waits until the page shows all data. */
    BrowserUser signIn(String user) {
        open("login");
        field("signIn.user").fill(user);
        field("signIn.password").fill(Users.PASSWORD);
        button("signIn.submit").click();
        assertThat(page.locator("#version")).not().isEmpty();
        assertThat(page.locator("#changes details").first()).isVisible();
        return this;
    }

    BrowserUser fetchTrialToken() {
        button("trial.submit").click();
        assertThat(page.locator("#trial-result .ds-alert:not([data-color])")).hasCount(0);
        assertThat(page.locator("#trial-result .ds-alert")).isVisible();
        return this;
    }

    /** Fetches a new token even if one is cached. */
    BrowserUser fetchFreshTrialToken() {
        field("trial.fresh").check();
        return fetchTrialToken();
    }

    BrowserUser propose(String environment, String reason) {
        page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(environment))
                .check();
        assertThat(page.locator("#preview table")).isVisible();
        field("propose.reason").fill(reason);
        button("propose.submit").click();
        assertThat(proposal()).isVisible();
        return this;
    }

    /** Opens the page of keys, and waits until it shows the changes and, for whom it is, the register. */
    BrowserUser openKeys() {
        open("register");
        assertThat(page.locator("#keys-in-use dd").first()).isVisible();
        assertThat(page.locator("#register-roles:visible, #register-table tbody tr")
                        .first())
                .isVisible();
        return this;
    }

    /** Proposes a change of the key of an environment, on the page of keys. */
    BrowserUser proposeKey(String environment, String label, String reason) {
        Locator form = region("keys.heading").locator("form");
        form.getByLabel(texts.of("keys.environment")).selectOption(environment);
        form.getByLabel(texts.of("keys.label"), exact()).fill(label);
        form.getByLabel(texts.of("propose.reason")).fill(reason);
        button("keys.proposeSubmit").click();
        assertThat(keyProposal(label)).isVisible();
        return this;
    }

    /** Returns the card of a proposed change of key. */
    Locator keyProposal(String label) {
        return page.locator("#key-proposals")
                .getByRole(AriaRole.ARTICLE)
                .filter(new Locator.FilterOptions().setHasText(label));
    }

    /** Stops a key, on the page of keys, and waits for the report. */
    BrowserUser stopKey(String environment, String label, String reason) {
        Locator form = region("keyStop.heading").locator("form");
        form.getByLabel(texts.of("keys.environment")).selectOption(environment);
        form.getByLabel(texts.of("keys.label"), exact()).fill(label);
        form.getByLabel(texts.of("propose.reason")).fill(reason);
        form.getByLabel(texts.of("keyStop.confirm")).check();
        button("keyStop.submit").click();
        assertThat(region("keyStop.report").locator("textarea").first()).isVisible();
        return this;
    }

    private static Locator.GetByLabelOptions exact() {
        return new Locator.GetByLabelOptions().setExact(true);
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

    /** Asserts that axe finds no serious or critical violation in this state of the page. */
    void assertNoSeriousViolations(String state) {
        Accessibility.assertNoSeriousViolations(page, state);
    }

    void assertNoHorizontalScrolling(String state) {
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(state)
                .isLessThanOrEqualTo(page.viewportSize().width);
    }

    void takeScreenshot(Path file, boolean fullPage) {
        page.mouse().move(0, 0); // removes the hover effect of the last click
        page.evaluate("window.scrollTo(0, 0)");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(fullPage));
    }

    @Override
    public void close() {
        context.close();
        String origin = controlRoom.resolve("/").toString();
        assertThat(requests).allMatch(url -> url.startsWith(origin) || url.startsWith("data:"));
        assertThat(errors).isEmpty();
    }
}
