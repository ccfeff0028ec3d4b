package no.portnokkel.blackbox.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Takes the pictures of the documentation: into {@code docs/pictures} with {@code -Dpictures}, otherwise into target. */
@ExtendWith(ControlRoomExtension.class)
class PicturesIT {
    private static final Path FOLDER =
            Path.of(System.getProperty("pictures") == null ? "target/pictures" : "../docs/pictures");
    private static final long MAX_BYTES = 250_000; // the repository keeps each; Chromium versions differ

    private final ControlRoomFixture controlRoom;

    PicturesIT(ControlRoomFixture controlRoom) {
        this.controlRoom = controlRoom;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nb", "en"})
    void the_login_page(String language) {
        try (BrowserUser anonymousUser =
                controlRoom.browserUser(ReaderPreferences.of(language)).open("login")) {
            assertThat(anonymousUser.page.getByText(anonymousUser.texts.of("signIn.lead")))
                    .isVisible();
            window(anonymousUser, "login-" + language);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nb", "en"})
    void the_overview(String language) {
        try (BrowserUser kari =
                controlRoom.browserUser(ReaderPreferences.of(language)).signIn("kari")) {
            window(kari, "overview-" + language);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nb", "en"})
    void a_proposal_that_waits_for_approval(String language) {
        boolean norwegian = language.equals("nb");
        try (BrowserUser kari =
                        controlRoom.browserUser(ReaderPreferences.of(language)).signIn("kari");
                BrowserUser ola = controlRoom.browserUser(ReaderPreferences.of(language))) {
            kari.propose("reserve", norwegian ? "Øvelse: demo er stengt i natt" : "Exercise: demo is closed tonight");
            ola.signIn("ola");
            assertThat(ola.proposal()).isVisible();
            part(ola.region("switch.heading"), "proposal-" + language);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nb", "en"})
    void a_proposed_key(String language) {
        boolean norwegian = language.equals("nb");
        try (BrowserUser ola =
                        controlRoom.browserUser(ReaderPreferences.of(language)).signIn("ola");
                BrowserUser kari =
                        controlRoom.browserUser(ReaderPreferences.of(language)).signIn("kari")) {
            ola.openKeys()
                    .proposeKey("reserve", ControlRoomFixture.NEXT_KEY, norwegian ? "Årlig bytte" : "Yearly change");
            part(kari.openKeys().keyProposal(ControlRoomFixture.NEXT_KEY), "key-proposal-" + language);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nb", "en"})
    void a_stopped_key(String language) {
        boolean norwegian = language.equals("nb");
        try (BrowserUser ola =
                controlRoom.browserUser(ReaderPreferences.of(language)).signIn("ola")) {
            ola.openKeys()
                    .stopKey(
                            "reserve",
                            ControlRoomFixture.OLD_KEY,
                            norwegian ? "PIN-en er på avveie" : "The PIN leaked");
            part(ola.region("keyStop.report"), "key-stop-" + language);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nb", "en"})
    void a_refused_trial(String language) {
        controlRoom.denyAccessToScope();
        try (BrowserUser kari = controlRoom
                .browserUser(ReaderPreferences.of(language))
                .signIn("kari")
                .fetchFreshTrialToken()) {
            assertThat(kari.region("problems.heading")).isVisible();
            part(kari.region("trial.heading"), "refused-" + language);
        }
    }

    @Test
    void the_overview_on_a_phone() {
        try (BrowserUser kari =
                controlRoom.browserUser(ReaderPreferences.of("nb").phone()).signIn("kari")) {
            window(kari, "phone");
        }
    }

    @Test
    void the_overview_in_dark_mode() {
        try (BrowserUser kari =
                controlRoom.browserUser(ReaderPreferences.of("nb").dark()).signIn("kari")) {
            window(kari, "dark");
        }
    }

    private static void window(BrowserUser browserUser, String name) {
        browserUser.takeScreenshot(file(name), false);
        assertSmall(name);
    }

    private static void part(Locator part, String name) {
        part.screenshot(new Locator.ScreenshotOptions().setPath(file(name)));
        assertSmall(name);
    }

    private static Path file(String name) {
        return FOLDER.resolve(name + ".png");
    }

    private static void assertSmall(String name) {
        assertThat(file(name).toFile().length()).as(name).isBetween(1L, MAX_BYTES);
    }
}
