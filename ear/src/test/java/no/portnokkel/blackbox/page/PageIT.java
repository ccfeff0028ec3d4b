package no.portnokkel.blackbox.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import no.portnokkel.blackbox.Users;
import no.portnokkel.testkit.ScriptedAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** User journeys through the pages. */
@ExtendWith(ControlRoomExtension.class)
class PageIT {
    private final ControlRoomFixture controlRoom;

    PageIT(ControlRoomFixture controlRoom) {
        this.controlRoom = controlRoom;
    }

    @Test
    void a_wrong_password_is_reported_and_the_right_one_logs_in() {
        try (BrowserUser kari =
                controlRoom.browserUser(ReaderPreferences.of("nb")).open("")) {
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
    void the_proposer_cannot_approve_and_another_person_can() throws Exception {
        try (BrowserUser kari =
                        controlRoom.browserUser(ReaderPreferences.of("en")).signIn("kari");
                BrowserUser ola = controlRoom.browserUser(ReaderPreferences.of("nb"))) {
            kari.propose("reserve", "The demo environment closes tonight");
            assertThat(kari.proposal()).containsText("You proposed this switch. Somebody else has to approve it.");
            assertThat(kari.button("switch.approve")).hasCount(0);

            ola.signIn("ola");
            assertThat(ola.proposal()).containsText("The demo environment closes tonight");
            assertThat(ola.proposal().getByRole(AriaRole.ROW))
                    .containsText(new String[] {"Innstilling", "demo", "127.0.0.1", "127.0.0.1"});
            ola.button("switch.approve").click();
            assertThat(ola.page.getByText("Byttet er gjort. Aktivt miljø er reserve."))
                    .isVisible();
            assertThat(kari.region("environment.heading")).containsText("reserve");
            assertThat(controlRoom.active()).isEqualTo("reserve");
        }
    }

    @Test
    void an_officer_switches_alone_in_an_emergency_and_another_person_reviews_it() throws Exception {
        controlRoom.switchTo("reserve"); // two persons confirm it
        controlRoom.switchTo("demo");
        try (BrowserUser ola =
                        controlRoom.browserUser(ReaderPreferences.of("nb")).signIn("ola");
                BrowserUser kari = controlRoom.browserUser(ReaderPreferences.of("en"))) {
            assertThat(ola.field("propose.emergency")).isHidden();
            ola.page
                    .getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("reserve"))
                    .check();
            ola.field("propose.reason").fill("Demo er nede");
            ola.button("propose.emergencySubmit").click();
            assertThat(ola.page
                            .getByText("En annen person må kontrollere nødbyttet.")
                            .first())
                    .isVisible();

            kari.signIn("kari");
            assertThat(kari.region("problems.heading")).containsText("An emergency change waits for review");
            assertThat(kari.proposal()).containsText("Demo er nede");
            kari.field("review.note").fill("The log is read");
            kari.button("review.submit").click();
            assertThat(kari.page.getByText("The review is stored.")).isVisible();
            assertThat(kari.region("problems.heading")).isHidden();
        }
    }

    @Test
    void a_failed_dry_run_shows_its_cause_and_keeps_the_environment() throws Exception {
        controlRoom.fixture().second.faults().always(ScriptedAnswer.refusal("MP-100"));
        try (BrowserUser kari =
                        controlRoom.browserUser(ReaderPreferences.of("nb")).signIn("kari");
                BrowserUser ola = controlRoom.browserUser(ReaderPreferences.of("nb"))) {
            kari.propose("reserve", "Øvelse");
            ola.signIn("ola").button("switch.approve").click();
            assertThat(ola.proposal()).containsText("MP-100");
            assertThat(controlRoom.active()).isEqualTo("demo");

            ola.button("switch.withdraw").click();
            assertThat(ola.page.getByText("Forslaget er trukket.")).isVisible();
        }
    }

    @Test
    void a_refused_trial_shows_cause_owner_and_remedy_in_norwegian() {
        controlRoom.denyAccessToScope();
        try (BrowserUser kari = controlRoom
                .browserUser(ReaderPreferences.of("nb"))
                .signIn("kari")
                .fetchFreshTrialToken()) {
            Locator refusal = kari.page.locator("#trial-result");
            assertThat(refusal.getByRole(AriaRole.HEADING)).containsText("Maskinporten avviste forespørselen");
            assertThat(refusal.getByRole(AriaRole.TERM)).hasText(new String[] {"Årsak", "Ansvarlig", "Gjør dette"});
            assertThat(refusal).containsText("MP-250");
            assertThat(kari.region("problems.heading")).containsText("MP-250");
        }
    }

    @Test
    void a_refused_trial_shows_cause_owner_and_remedy_in_english() {
        controlRoom.denyAccessToScope();
        try (BrowserUser kari = controlRoom
                .browserUser(ReaderPreferences.of("en"))
                .signIn("kari")
                .fetchFreshTrialToken()) {
            Locator refusal = kari.page.locator("#trial-result");
            assertThat(refusal.getByRole(AriaRole.HEADING)).containsText("Maskinporten refused the request");
            assertThat(refusal.getByRole(AriaRole.TERM)).hasText(new String[] {"Cause", "Responsible", "Do this"});
            assertThat(refusal).containsText("MP-250");
        }
    }

    @Test
    void the_guide_opens_from_the_control_room_and_switches_language() {
        try (BrowserUser vera =
                controlRoom.browserUser(ReaderPreferences.of("nb")).signIn("vera")) {
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
    void the_guide_requires_login() {
        try (BrowserUser anonymousUser =
                controlRoom.browserUser(ReaderPreferences.of("en")).open("onboarding")) {
            assertThat(anonymousUser.page).hasTitle("Sign in – Portnøkkel");
        }
    }

    @Test
    void an_auditor_finds_a_record_verifies_the_audit_and_downloads_it() throws Exception {
        controlRoom.switchTo("reserve");
        controlRoom.switchTo("demo");
        try (BrowserUser arne =
                controlRoom.browserUser(ReaderPreferences.of("nb")).signIn("arne")) {
            arne.link("Revisjonslogg").click();
            assertThat(arne.page).hasTitle("Revisjonslogg – Portnøkkel");
            arne.page.getByLabel("Handling").selectOption("switch-approved");
            arne.page
                    .getByLabel("Person", new Page.GetByLabelOptions().setExact(true))
                    .fill("ola");
            arne.button("audit.search").click();
            Locator newest = arne.page.locator("#record-table tbody tr").first();
            assertThat(newest).containsText("Godkjente miljøbytte");
            assertThat(newest).containsText("ola (sikkerhetsansvarlig)");
            assertThat(newest).containsText("reserve → demo");
            newest.getByText("Detaljer").click();
            assertThat(newest).containsText("Sjekksum (SHA-256)");

            arne.button("audit.verify").click();
            assertThat(arne.page.getByText("Uendret: Postene er nøyaktig de som sjekkpunktet beviser."))
                    .isVisible();

            Path export =
                    arne.page.waitForDownload(() -> arne.link("Loggen").click()).path();
            assertThat(Files.readString(export)).startsWith("{\"seq\":1,").contains("switch-approved");
        }
    }

    @Test
    void whoever_is_no_auditor_sees_neither_the_link_nor_the_records() {
        try (BrowserUser kari =
                controlRoom.browserUser(ReaderPreferences.of("en")).signIn("kari")) {
            assertThat(kari.link("Audit")).isHidden();

            kari.open("audit");

            assertThat(kari.page.getByText(kari.texts.of("audit.records.heading")))
                    .isHidden();
            assertThat(kari.page.locator("#refused")).containsText("role");
        }
    }

    @Test
    void a_security_officer_sees_every_key_and_downloads_the_register() throws Exception {
        try (BrowserUser ola =
                controlRoom.browserUser(ReaderPreferences.of("nb")).signIn("ola")) {
            ola.link("Nøkler og sertifikater").click();
            assertThat(ola.page).hasTitle("Nøkler og sertifikater – Portnøkkel");
            Locator seal = ola.page
                    .locator("#register-table tbody tr")
                    .filter(new Locator.FilterOptions().setHasText("RSA 2048"))
                    .first();
            assertThat(seal).containsText("demo");
            assertThat(seal).containsText("I bruk");
            assertThat(seal).containsText("Kan ikke eksporteres");

            Path table = ola.page
                    .waitForDownload(() -> ola.button("register.csv").click())
                    .path();
            assertThat(Files.readString(table))
                    .startsWith("source,label,id,state,")
                    .contains(",active,RSA,2048,true,");
            Path inventory = ola.page
                    .waitForDownload(() -> ola.button("register.cbom").click())
                    .path();
            assertThat(Files.readString(inventory)).contains("\"specVersion\":\"1.6\"");
        }
    }

    @Test
    void an_operator_sees_the_changes_of_keys_and_not_the_register() {
        try (BrowserUser kari =
                controlRoom.browserUser(ReaderPreferences.of("en")).signIn("kari")) {
            kari.link("Keys and certificates").click();

            assertThat(kari.region("keys.heading")).containsText("seal");
            assertThat(kari.page.locator("#register-roles")).isVisible();
            assertThat(kari.page.locator("#register")).isHidden();
            assertThat(kari.page.locator("form:visible").filter(new Locator.FilterOptions().setHasText("Why?")))
                    .hasCount(0);
            assertThat(kari.page.getByRole(AriaRole.ALERT)).hasCount(0);
        }
    }

    @Test
    void an_officer_proposes_a_key_and_an_operator_approves_it() {
        try (BrowserUser ola =
                        controlRoom.browserUser(ReaderPreferences.of("nb")).signIn("ola");
                BrowserUser kari =
                        controlRoom.browserUser(ReaderPreferences.of("en")).signIn("kari")) {
            // given
            ola.openKeys().proposeKey("reserve", ControlRoomFixture.NEXT_KEY, "Årlig bytte");
            assertThat(ola.keyProposal("Årlig bytte")).containsText("En annen må godkjenne den.");
            assertThat(ola.keyProposal("Årlig bytte").getByText("Godkjenn", exactText()))
                    .hasCount(0);

            // when
            Locator proposal = kari.openKeys().keyProposal("Årlig bytte");
            assertThat(proposal).containsText("seal → " + ControlRoomFixture.NEXT_KEY);
            assertThat(proposal).containsText("Proposed by ola");
            proposal.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Approve"))
                    .click();

            // then
            assertThat(kari.page.locator("#key-result")).isFocused();
            assertThat(kari.page.locator("#key-recent")).containsText("Carried out");
            assertThat(kari.page.locator("#key-recent")).containsText("Approved by kari");
            assertThat(ola.page.locator("#key-recent")).containsText("Gjennomført"); // by polling
        }
    }

    @Test
    void bad_input_is_explained_and_nothing_that_was_typed_is_lost() {
        try (BrowserUser ola =
                controlRoom.browserUser(ReaderPreferences.of("nb")).signIn("ola")) {
            // given
            ola.openKeys();
            Locator form = ola.region("keys.heading").locator("form");
            form.getByLabel("Klient").fill("finnes-ikke");
            form.getByLabel("kid").fill("med mellomrom");
            form.getByLabel("Nøkkel", new Locator.GetByLabelOptions().setExact(true))
                    .fill(ControlRoomFixture.NEXT_KEY);
            form.getByLabel("Hvorfor?").fill("Årlig bytte");

            // when
            ola.page.waitForResponse(
                    response -> response.url().endsWith("/key-changes")
                            && response.request().method().equals("POST"),
                    () -> ola.button("keys.proposeSubmit").click());
            assertThat(ola.page.locator("#key-propose-result")).containsText("kid");
            ola.page.waitForResponse("**/api/v1/key-changes", () -> {}); // a poll

            // then
            assertThat(form.getByLabel("Klient")).hasValue("finnes-ikke");
            assertThat(form.getByLabel("kid")).hasValue("med mellomrom");
            assertThat(form.getByLabel("Hvorfor?")).hasValue("Årlig bytte");
        }
    }

    @Test
    void an_officer_stops_a_key_and_reads_the_letters() throws Exception {
        controlRoom.useKeyToBeStopped();
        try (BrowserUser ola =
                controlRoom.browserUser(ReaderPreferences.of("nb")).signIn("ola")) {
            // given
            ola.openKeys();
            ola.button("keyStop.submit").click();
            assertThat(ola.region("keyStop.report")).isHidden(); // neither filled in nor confirmed

            // when
            ola.stopKey("reserve", ControlRoomFixture.STOPPED_KEY, "PIN-en er på avveie");

            // then
            Locator report = ola.page.locator("#key-stop-report"); // its name follows the language
            assertThat(report).isFocused();
            assertThat(report).containsText("Nøkkelen " + ControlRoomFixture.STOPPED_KEY + " er stanset");
            assertThat(report.getByText("Alle noder har stanset nøkkelen.")).isVisible();
            assertThat(report.getByText("Ikke bekreftet")).hasCount(0);
            assertThat(report).containsText("reserve bruker nå nøkkelen seal.");
            Locator letter = report.locator("textarea:visible").first();
            assertThat(letter.inputValue()).contains("Organisasjonsnummer: 310167398\n", "Meldt av: ola");

            report.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Kopier"))
                    .first()
                    .click();
            assertThat(report.getByText("Kopiert.")).isVisible();
            report.getByText("Brevet på engelsk").first().click();
            assertThat(report.locator("textarea:visible")).hasCount(3);

            ola.page.getByText("English").click();
            assertThat(report.getByText("Letter to the issuer of the certificate", exactText()))
                    .isVisible();
            assertThat(ola.page.locator("#key-recent")).containsText("Stopped by ola");
        }
    }

    private static Locator.GetByTextOptions exactText() {
        return new Locator.GetByTextOptions().setExact(true);
    }
}
