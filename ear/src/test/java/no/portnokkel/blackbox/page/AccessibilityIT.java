package no.portnokkel.blackbox.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import no.portnokkel.blackbox.Users;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accessibility of the pages: axe in every state, narrow screens, dark mode, and keyboard only. */
@ExtendWith(ControlRoomExtension.class)
class AccessibilityIT {
    private final ControlRoomFixture controlRoom;

    AccessibilityIT(ControlRoomFixture controlRoom) {
        this.controlRoom = controlRoom;
    }

    @ParameterizedTest
    @CsvSource({"nb, true", "en, false"}) // the colours do not depend on the language
    void axe_finds_no_serious_violation_in_any_state(String language, boolean darkMode) {
        ReaderPreferences reader = ReaderPreferences.of(language);
        inEveryState(darkMode ? reader.dark() : reader, BrowserUser::assertNoSeriousViolations);
    }

    @Test
    void axe_detects_insufficient_contrast() {
        try (BrowserUser vera =
                controlRoom.browserUser(ReaderPreferences.of("en")).signIn("vera")) {
            vera.page.evaluate("document.getElementById('version').style.color = 'silver'");

            assertThatThrownBy(() -> vera.assertNoSeriousViolations("a faint version"))
                    .hasMessageContaining("color-contrast");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nb", "en"})
    void no_state_scrolls_horizontally_on_a_phone(String language) {
        inEveryState(ReaderPreferences.of(language).phone(), BrowserUser::assertNoHorizontalScrolling);
    }

    private void inEveryState(ReaderPreferences reader, BiConsumer<BrowserUser, String> check) {
        BiConsumer<BrowserUser, String> checkAndTakeScreenshot =
                check.andThen((browserUser, state) -> browserUser.takeScreenshot(
                        Path.of("target", "pictures", "states", reader.name() + " " + state + ".png"), true));
        try (BrowserUser kari = controlRoom.browserUser(reader)) {
            kari.open("login");
            assertThat(kari.page.getByText(kari.texts.of("signIn.lead"))).isVisible();
            checkAndTakeScreenshot.accept(kari, "login");
            kari.open("login?refused=wrong");
            assertThat(kari.page.getByText(kari.texts.of("signIn.wrong"))).isVisible();
            checkAndTakeScreenshot.accept(kari, "login refused");

            kari.signIn("kari");
            checkAndTakeScreenshot.accept(kari, "overview");
            kari.fetchTrialToken();
            kari.propose("reserve", "Øvelse");
            kari.page.locator("details").evaluateAll("all => all.forEach(one => one.open = true)");
            checkAndTakeScreenshot.accept(kari, "a trial, a proposal, and everything open");
            controlRoom.denyAccessToScope();
            kari.fetchFreshTrialToken();
            assertThat(kari.region("problems.heading")).isVisible();
            checkAndTakeScreenshot.accept(kari, "a refused trial");

            kari.page.route("**/api/v1/status", AccessibilityIT::showAsProduction);
            assertThat(kari.region("environment.heading")).containsText(kari.texts.of("class.production"));
            checkAndTakeScreenshot.accept(kari, "production");

            kari.page.unrouteAll();
            kari.open("onboarding");
            assertThat(kari.page).hasTitle(kari.texts.of("onboarding.title"));
            checkAndTakeScreenshot.accept(kari, "guide");
            kari.open("audit");
            assertThat(kari.page.locator("#refused .ds-alert")).isVisible();
            checkAndTakeScreenshot.accept(kari, "audit refused");
            kari.openKeys();
            checkAndTakeScreenshot.accept(kari, "keys of an operator");
        }
        try (BrowserUser ola = controlRoom.browserUser(reader).signIn("ola")) {
            ola.openKeys().proposeKey("reserve", ControlRoomFixture.NEXT_KEY, "Øvelse");
            checkAndTakeScreenshot.accept(ola, "keys, and a proposal of one's own");
            ola.page.route("**/api/v1/key-changes", AccessibilityIT::showAsApproved);
            ola.openKeys();
            assertThat(ola.page.locator("#key-recent .ds-alert[data-color=danger]"))
                    .isVisible();
            ola.page.unrouteAll();
            checkAndTakeScreenshot.accept(ola, "keys, and a change with a problem");
            ola.stopKey("reserve", ControlRoomFixture.OLD_KEY, "Øvelse");
            ola.page.locator("details").evaluateAll("all => all.forEach(one => one.open = true)");
            checkAndTakeScreenshot.accept(ola, "a stopped key, and everything open");
        }
        try (BrowserUser kari = controlRoom.browserUser(reader).signIn("kari")) {
            kari.openKeys();
            assertThat(kari.keyProposal(ControlRoomFixture.NEXT_KEY)).isVisible();
            checkAndTakeScreenshot.accept(kari, "keys, and a proposal to approve");
        }
        try (BrowserUser arne = controlRoom.browserUser(reader).signIn("arne")) {
            arne.link(arne.texts.of("audit.link")).click();
            assertThat(arne.page.locator("#record-table tbody tr").first()).isVisible();
            checkAndTakeScreenshot.accept(arne, "audit");
            arne.button("audit.verify").click();
            assertThat(arne.page.getByText(arne.texts.of("audit.verification.intact")))
                    .isVisible();
            arne.page.locator("details").evaluateAll("all => all.forEach(one => one.open = true)");
            checkAndTakeScreenshot.accept(arne, "audit verified, and everything open");
            arne.open("register");
            assertThat(arne.page.locator("#register-table tbody tr").first()).isVisible();
            checkAndTakeScreenshot.accept(arne, "register");
            arne.page.route("**/api/v1/register/devices", AccessibilityIT::showAsAway);
            arne.page.reload();
            assertThat(arne.page.locator("#devices .ds-alert")).hasCount(2);
            checkAndTakeScreenshot.accept(arne, "register of a device that is away");
        }
    }

    /** An environment on loopback cannot be of class production, so this changes the status to show production's colours. */
    private static void showAsProduction(Route route) {
        String status = route.fetch().text().replace("\"class\":\"test\"", "\"class\":\"production\"");
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(status));
    }

    /** Shows a proposal as approved, with a refused canary grant. */
    private static void showAsApproved(Route route) {
        String changes = route.fetch()
                .text()
                .replace(
                        "\"state\":\"proposed\"",
                        "\"state\":\"approved\",\"canary\":{\"granted\":2,\"refused\":1},"
                                + "\"problem\":{\"title\":\"Refused\",\"detail\":\"Unknown key.\"}");
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(changes));
    }

    /** Shows a device with a problem and with an object that cannot be read. */
    private static void showAsAway(Route route) {
        String devices = route.fetch()
                .text()
                .replace("\"tokenLabel\"", "\"problem\":{\"title\":\"Away\",\"detail\":\"Gone.\"},\"tokenLabel\"")
                .replace("\"skipped\":[", "\"skipped\":[\"CKO_CERTIFICATE \\\"left\\\" (CKA_VALUE)\"");
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(devices));
    }

    @Test
    void a_keyboard_user_can_log_in_and_always_sees_the_focus() {
        try (BrowserUser kari =
                controlRoom.browserUser(ReaderPreferences.of("en")).open("login")) {
            assertThat(kari.field("signIn.user")).isFocused();
            assertFocusIsVisible(kari.page);
            kari.page.keyboard().type("kari");
            kari.page.keyboard().press("Tab");
            assertFocusIsVisible(kari.page);
            kari.page.keyboard().type(Users.PASSWORD);
            kari.page.keyboard().press("Enter");
            assertThat(kari.page.locator("#changes details").first()).isVisible();

            kari.page.keyboard().press("Tab");
            assertThat(kari.page.getByText(kari.texts.of("skip"))).isFocused();
            int stops = 0;
            do {
                assertFocusIsVisible(kari.page);
                stops++;
                kari.page.keyboard().press("Tab");
            } while (Boolean.FALSE.equals(kari.page.evaluate("document.activeElement === document.body")));
            assertThat(stops).isGreaterThan(12);
        }
    }

    @Test
    void a_keyboard_user_can_propose_a_key_and_stop_one() {
        try (BrowserUser ola =
                controlRoom.browserUser(ReaderPreferences.of("nb")).signIn("ola")) {
            ola.openKeys();
            tabTo(ola.page, "key-propose-environment");
            ola.page.keyboard().type("reserve");
            tabTo(ola.page, "key-propose-label");
            ola.page.keyboard().type(ControlRoomFixture.NEXT_KEY);
            tabTo(ola.page, "key-propose-reason");
            ola.page.keyboard().type("Øvelse");
            ola.page.keyboard().press("Tab");
            ola.page.keyboard().press("Enter");
            assertThat(ola.keyProposal(ControlRoomFixture.NEXT_KEY)).isVisible();

            tabTo(ola.page, "key-stop-label");
            ola.page.keyboard().type(ControlRoomFixture.OLD_KEY);
            tabTo(ola.page, "key-stop-reason");
            ola.page.keyboard().type("Øvelse");
            tabTo(ola.page, "key-stop-confirmed");
            ola.page.keyboard().press("Space");
            ola.page.keyboard().press("Tab");
            ola.page.keyboard().press("Enter");
            assertThat(ola.region("keyStop.report")).isFocused();
            tabTo(ola.page, "letter-certificateAuthority-nb");
        }
    }

    private static void tabTo(Page page, String id) {
        for (int stop = 0; !id.equals(page.evaluate("document.activeElement.id")); stop++) {
            assertThat(stop).as("stops before " + id).isLessThan(40);
            page.keyboard().press("Tab");
            assertFocusIsVisible(page);
        }
    }

    private static void assertFocusIsVisible(Page page) {
        Object seen = page.evaluate("""
                () => {
                  const inFocus = document.activeElement;
                  const box = inFocus.getBoundingClientRect();
                  const around = inFocus.closest("label, .ds-field") ?? inFocus;
                  const outlined = [inFocus, around].some((one) => getComputedStyle(one).outlineStyle !== "none");
                  const grown = inFocus.matches(".ds-skip-link:focus") && box.height > 20;
                  return outlined || grown ? "seen" : inFocus.outerHTML;
                }
                """);
        assertThat(seen).isEqualTo("seen");
    }
}
