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

/** The pages for those who use no mouse, a phone, the dark, or a screen reader. */
@ExtendWith(WithControlRoom.class)
class AccessibilityIT {
    private final ControlRoomFixture stage;

    AccessibilityIT(ControlRoomFixture stage) {
        this.stage = stage;
    }

    @ParameterizedTest
    @CsvSource({"nb, false", "nb, true", "en, false", "en, true"})
    void axe_finds_no_grave_barrier_in_any_state(String language, boolean dark) {
        ReaderPreferences reader = ReaderPreferences.of(language);
        everyState(dark ? reader.inTheDark() : reader, BrowserUser::findsNoGraveBarrier);
    }

    @Test
    void axe_would_see_a_barrier() {
        try (BrowserUser vera = stage.visitor(ReaderPreferences.of("en")).signsIn("vera")) {
            vera.page.evaluate("document.getElementById('version').style.color = 'silver'");

            assertThatThrownBy(() -> vera.findsNoGraveBarrier("a faint version"))
                    .hasMessageContaining("color-contrast");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nb", "en"})
    void a_phone_need_not_scroll_sideways(String language) {
        everyState(ReaderPreferences.of(language).onAPhone(), BrowserUser::needNotScrollSideways);
    }

    private void everyState(ReaderPreferences reader, BiConsumer<BrowserUser, String> look) {
        BiConsumer<BrowserUser, String> lookAndKeep = look.andThen((visitor, state) -> visitor.takesAPicture(
                Path.of("target", "pictures", "states", reader.name() + " " + state + ".png"), true));
        try (BrowserUser kari = stage.visitor(reader)) {
            kari.opens("login");
            assertThat(kari.page.getByText(kari.texts.of("signIn.lead"))).isVisible();
            lookAndKeep.accept(kari, "login");
            kari.opens("login?refused=wrong");
            assertThat(kari.page.getByText(kari.texts.of("signIn.wrong"))).isVisible();
            lookAndKeep.accept(kari, "login refused");

            kari.signsIn("kari");
            lookAndKeep.accept(kari, "overview");
            kari.triesToGetAToken();
            kari.proposes("reserve", "Øvelse");
            kari.page.locator("details").evaluateAll("all => all.forEach(one => one.open = true)");
            lookAndKeep.accept(kari, "a trial, a proposal, and everything open");
            stage.theApiOwnerTakesBackTheAccess();
            kari.triesAnew();
            assertThat(kari.region("problems.heading")).isVisible();
            lookAndKeep.accept(kari, "a refused trial");

            kari.page.route("**/api/v1/status", AccessibilityIT::asInProduction);
            assertThat(kari.region("environment.heading")).containsText(kari.texts.of("class.production"));
            lookAndKeep.accept(kari, "production");

            kari.page.unrouteAll();
            kari.opens("onboarding");
            assertThat(kari.page).hasTitle(kari.texts.of("onboarding.title"));
            lookAndKeep.accept(kari, "guide");
        }
    }

    /** No control room on loopback is in production; only its colours are wanted. */
    private static void asInProduction(Route route) {
        String status = route.fetch().text().replace("\"class\":\"test\"", "\"class\":\"production\"");
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(status));
    }

    @Test
    void somebody_without_a_mouse_signs_in_and_always_sees_where_they_are() {
        try (BrowserUser kari = stage.visitor(ReaderPreferences.of("en")).opens("login")) {
            assertThat(kari.field("signIn.user")).isFocused();
            focusIsSeen(kari.page);
            kari.page.keyboard().type("kari");
            kari.page.keyboard().press("Tab");
            focusIsSeen(kari.page);
            kari.page.keyboard().type(Users.PASSWORD);
            kari.page.keyboard().press("Enter");
            assertThat(kari.page.locator("#changes details").first()).isVisible();

            kari.page.keyboard().press("Tab");
            assertThat(kari.page.getByText(kari.texts.of("skip"))).isFocused();
            int stops = 0;
            do {
                focusIsSeen(kari.page);
                stops++;
                kari.page.keyboard().press("Tab");
            } while (Boolean.FALSE.equals(kari.page.evaluate("document.activeElement === document.body")));
            assertThat(stops).isGreaterThan(12);
        }
    }

    private static void focusIsSeen(Page page) {
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
