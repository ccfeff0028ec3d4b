package no.portnokkel.blackbox.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures of the documents: into {@code docs/pictures} with {@code -Dpictures}, else where nobody minds. */
@ExtendWith(WithControlRoom.class)
class PicturesIT {
    private static final Path FOLDER =
            Path.of(System.getProperty("pictures") == null ? "target/pictures" : "../docs/pictures");
    private static final long LARGEST = 150_000; // bytes; a repository keeps every version

    private final ControlRoomFixture stage;

    PicturesIT(ControlRoomFixture stage) {
        this.stage = stage;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nb", "en"})
    void of_the_way_in(String language) {
        try (BrowserUser nobody = stage.visitor(ReaderPreferences.of(language)).opens("login")) {
            assertThat(nobody.page.getByText(nobody.texts.of("signIn.lead"))).isVisible();
            window(nobody, "login-" + language);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nb", "en"})
    void of_the_overview(String language) {
        try (BrowserUser kari = stage.visitor(ReaderPreferences.of(language)).signsIn("kari")) {
            window(kari, "overview-" + language);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nb", "en"})
    void of_a_proposal_that_waits_for_a_second_person(String language) {
        boolean norwegian = language.equals("nb");
        try (BrowserUser kari = stage.visitor(ReaderPreferences.of(language)).signsIn("kari");
                BrowserUser ola = stage.visitor(ReaderPreferences.of(language))) {
            kari.proposes("reserve", norwegian ? "Øvelse: demo er stengt i natt" : "Exercise: demo is closed tonight");
            ola.signsIn("ola");
            assertThat(ola.proposal()).isVisible();
            part(ola.region("switch.heading"), "proposal-" + language);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nb", "en"})
    void of_a_refused_trial(String language) {
        stage.theApiOwnerTakesBackTheAccess();
        try (BrowserUser kari =
                stage.visitor(ReaderPreferences.of(language)).signsIn("kari").triesAnew()) {
            assertThat(kari.region("problems.heading")).isVisible();
            part(kari.region("trial.heading"), "refused-" + language);
        }
    }

    @Test
    void on_a_phone() {
        try (BrowserUser kari =
                stage.visitor(ReaderPreferences.of("nb").onAPhone()).signsIn("kari")) {
            window(kari, "phone");
        }
    }

    @Test
    void in_the_dark() {
        try (BrowserUser kari =
                stage.visitor(ReaderPreferences.of("nb").inTheDark()).signsIn("kari")) {
            window(kari, "dark");
        }
    }

    private static void window(BrowserUser visitor, String name) {
        visitor.takesAPicture(file(name), false);
        small(name);
    }

    private static void part(Locator part, String name) {
        part.screenshot(new Locator.ScreenshotOptions().setPath(file(name)));
        small(name);
    }

    private static Path file(String name) {
        return FOLDER.resolve(name + ".png");
    }

    private static void small(String name) {
        assertThat(file(name).toFile().length()).as(name).isBetween(1L, LARGEST);
    }
}
