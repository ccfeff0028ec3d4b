package no.portnokkel.blackbox.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import no.portnokkel.blackbox.Users;
import no.portnokkel.testkit.ScriptedAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people do at the pages. */
@ExtendWith(WithControlRoom.class)
class PageIT {
    private final ControlRoomFixture stage;

    PageIT(ControlRoomFixture stage) {
        this.stage = stage;
    }

    @Test
    void a_wrong_password_is_told_and_the_right_one_leads_in() {
        try (BrowserUser kari = stage.visitor(ReaderPreferences.of("nb")).opens("")) {
            kari.page.getByLabel("Brukernavn").fill("kari");
            kari.page.getByLabel("Passord").fill("feil");
            kari.page
                    .getByText("Logg inn", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(kari.page.getByRole(AriaRole.ALERT)).hasText("Brukernavn eller passord er feil.");

            kari.page.getByLabel("Brukernavn").fill("kari");
            kari.page.getByLabel("Passord").fill(Users.PASSWORD);
            kari.page
                    .getByText("Logg inn", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(kari.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .containsText("Aktivt miljø");
            assertThat(kari.page.getByText("kari (drift)")).isVisible();

            kari.button("signOut").click();
            assertThat(kari.page).hasTitle("Logg inn – Portnøkkel");
        }
    }

    @Test
    void one_person_proposes_and_cannot_approve_and_another_switches() throws Exception {
        try (BrowserUser kari = stage.visitor(ReaderPreferences.of("en")).signsIn("kari");
                BrowserUser ola = stage.visitor(ReaderPreferences.of("nb"))) {
            kari.proposes("reserve", "The demo environment closes tonight");
            assertThat(kari.proposal()).containsText("You proposed this. Somebody else has to approve.");
            assertThat(kari.button("switch.approve")).hasCount(0);

            ola.signsIn("ola");
            assertThat(ola.proposal()).containsText("The demo environment closes tonight");
            assertThat(ola.proposal().getByRole(AriaRole.ROW))
                    .containsText(new String[] {"Innstilling", "demo", "127.0.0.1", "127.0.0.1"});
            ola.button("switch.approve").click();
            assertThat(ola.page.getByText("Byttet er gjort. Aktivt miljø er reserve."))
                    .isVisible();
            assertThat(kari.region("environment.heading")).containsText("reserve");
            assertThat(stage.active()).isEqualTo("reserve");
        }
    }

    @Test
    void a_dry_run_that_fails_says_why_and_leaves_the_environment() throws Exception {
        stage.surroundings().second.script().always(ScriptedAnswer.refusal("MP-100"));
        try (BrowserUser kari = stage.visitor(ReaderPreferences.of("nb")).signsIn("kari");
                BrowserUser ola = stage.visitor(ReaderPreferences.of("nb"))) {
            kari.proposes("reserve", "Øvelse");
            ola.signsIn("ola").button("switch.approve").click();
            assertThat(ola.proposal()).containsText("MP-100");
            assertThat(stage.active()).isEqualTo("demo");

            ola.button("switch.withdraw").click();
            assertThat(ola.page.getByText("Forslaget er trukket.")).isVisible();
        }
    }

    @Test
    void a_refused_trial_says_in_norwegian_why_who_and_what_to_do() {
        stage.theApiOwnerTakesBackTheAccess();
        try (BrowserUser kari =
                stage.visitor(ReaderPreferences.of("nb")).signsIn("kari").triesAnew()) {
            Locator refusal = kari.page.locator("#trial-result");
            assertThat(refusal.getByRole(AriaRole.HEADING)).containsText("Maskinporten avviste forespørselen");
            assertThat(refusal.getByRole(AriaRole.TERM)).hasText(new String[] {"Årsak", "Ansvarlig", "Gjør dette"});
            assertThat(refusal).containsText("MP-250");
            assertThat(kari.region("problems.heading")).containsText("MP-250");
        }
    }

    @Test
    void a_refused_trial_says_in_english_why_who_and_what_to_do() {
        stage.theApiOwnerTakesBackTheAccess();
        try (BrowserUser kari =
                stage.visitor(ReaderPreferences.of("en")).signsIn("kari").triesAnew()) {
            Locator refusal = kari.page.locator("#trial-result");
            assertThat(refusal.getByRole(AriaRole.HEADING)).containsText("Maskinporten refused the request");
            assertThat(refusal.getByRole(AriaRole.TERM)).hasText(new String[] {"Cause", "Responsible", "Do this"});
            assertThat(refusal).containsText("MP-250");
        }
    }

    @Test
    void the_guide_is_one_click_away_and_its_other_language_another() {
        try (BrowserUser vera = stage.visitor(ReaderPreferences.of("nb")).signsIn("vera")) {
            vera.link("Kom i gang").click();
            assertThat(vera.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("Fra avtale til første token");

            vera.page.getByText("English").click();
            assertThat(vera.page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("From agreement to first token");
            vera.link("To the control room").click();
            assertThat(vera.page.getByText("Active environment")).isVisible();
        }
    }

    @Test
    void the_guide_is_for_those_who_have_signed_in() {
        try (BrowserUser nobody = stage.visitor(ReaderPreferences.of("en")).opens("onboarding")) {
            assertThat(nobody.page).hasTitle("Sign in – Portnøkkel");
        }
    }
}
