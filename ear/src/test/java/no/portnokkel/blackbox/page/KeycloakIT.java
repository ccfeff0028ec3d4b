package no.portnokkel.blackbox.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import no.portnokkel.blackbox.BlackBoxFixture;
import no.portnokkel.blackbox.Http.Answer;
import no.portnokkel.blackbox.PayaraMicro;
import no.portnokkel.blackbox.Server;
import no.portnokkel.blackbox.ServerProduct;
import no.portnokkel.blackbox.Users;
import no.portnokkel.blackbox.WildFly;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Single sign-on with a real Keycloak, configured as {@code docs/operator/oidc.md} says, in a browser. */
@ParameterizedClass
@MethodSource("products")
class KeycloakIT {
    @TempDir
    static Path folder;

    private static BlackBoxFixture fixture;
    private static Server server;
    private static Keycloak keycloak;
    private static Chromium chromium;

    private final Texts texts = Texts.in("en");

    @Parameter
    ServerProduct product;

    static Stream<ServerProduct> products() {
        return Stream.of(new PayaraMicro(), new WildFly());
    }

    @BeforeParameterizedClassInvocation
    static void start_a_server_and_a_keycloak(ServerProduct product) throws Exception {
        Path directory = Files.createDirectory(folder.resolve(product.name()));
        fixture = BlackBoxFixture.start(directory, "keycloak-" + product.name());
        Path secret = Files.writeString(directory.resolve("client-secret"), Keycloak.CLIENT_SECRET);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        int port = Keycloak.freePort();
        Map<String, String> configuration = fixture.configuration(directory.resolve("data"));
        String oidc = "portnokkel.admin.oidc.";
        configuration.put(oidc + "issuer", Keycloak.issuer(port).toString());
        configuration.put(oidc + "client-id", Keycloak.CLIENT);
        configuration.put(oidc + "client-secret-file", secret.toString());
        configuration.put(oidc + "groups.operator", "maskinporten-drift");
        configuration.put(oidc + "groups.security-officer", "maskinporten-sikkerhet");
        configuration.put(oidc + "groups.auditor", "internrevisjon");
        server = Server.start(product, directory, configuration);
        keycloak = Keycloak.start(port, server.controlRoom(), directory.resolve("keycloak.log"));
        chromium = Chromium.open();
        PlaywrightAssertions.setDefaultAssertionTimeout(ControlRoomFixture.TIMEOUT_MILLIS);
    }

    @AfterParameterizedClassInvocation
    static void stop() throws Exception {
        String log = server.log();
        chromium.close();
        keycloak.close();
        server.close();
        fixture.close();
        assertThat(log)
                .doesNotContainPattern("eyJ[A-Za-z0-9_-]{8,}\\.eyJ")
                .doesNotContain(Keycloak.CLIENT_SECRET, Users.PASSWORD);
    }

    @Test
    void a_person_has_the_roles_of_the_groups_until_the_sign_out_here_and_at_keycloak() throws Exception {
        try (BrowserContext context = context()) {
            Page page = signIn(context, "siri");
            assertThat(page.locator("#person-name")).hasText("siri (operator)");
            String stolen = context.cookies().stream()
                    .filter(cookie -> cookie.name.equals("portnokkel-session"))
                    .map(cookie -> cookie.name + "=" + cookie.value)
                    .findFirst()
                    .orElseThrow();
            assertThat(withCookie(stolen).status()).isEqualTo(200);

            button(page, "signOut");
            assertThat(page).hasTitle(texts.of("signIn.title"));

            assertThat(withCookie(stolen).status()).as("a stolen cookie").isEqualTo(401);
            page.locator("a[href='login/oidc']").click();
            assertThat(page.locator("#kc-login")).isVisible();
        }
    }

    @Test
    void a_person_without_a_group_that_gives_a_role_does_not_get_in() {
        try (BrowserContext context = context()) {
            Page page = atKeycloak(context, "karl");

            assertThat(page.locator("article:visible")).containsText("role-missing");
            page.navigate(server.controlRoom().toString());
            assertThat(page).hasTitle(texts.of("signIn.title"));
        }
    }

    @Test
    void two_persons_switch_the_environment() throws Exception {
        try (BrowserContext first = context();
                BrowserContext second = context()) {
            Page siri = signIn(first, "siri");
            siri.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("second"))
                    .check();
            siri.getByLabel(texts.of("propose.reason")).fill("The first environment closes tonight");
            button(siri, "propose.submit");
            assertThat(siri.getByText(texts.of("switch.ownProposal"))).isVisible();

            Page ola = signIn(second, "ola");
            button(ola, "switch.approve");

            assertThat(ola.locator("#environment-name")).hasText("second");
            assertThat(server.as("vera").get("api/v1/switches").body())
                    .contains("\"proposedBy\":\"siri\"", "\"decidedBy\":\"ola\"", "/realms/bank#");
        }
    }

    @Test
    void a_script_reads_the_audit_with_an_access_token() throws Exception {
        String token = keycloak.accessTokenOfScript();

        Answer audit =
                server.anonymous().with("Authorization", "Bearer " + token).get("api/v1/audit");

        assertThat(audit.status()).as(audit.body()).isEqualTo(200);
        assertThat(audit.body()).contains("\"act\":\"audit-exported\"", "service-account-nightly-report");
        assertThat(server.anonymous()
                        .with("Authorization", "Bearer " + token)
                        .delete("api/v1/tokens")
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"nb, true, 360", "en, false, 1280"})
    void the_pages_of_the_sign_in_are_accessible(String language, boolean dark, int width) {
        ReaderPreferences reader = ReaderPreferences.of(language);
        try (BrowserContext context = context(new Browser.NewContextOptions()
                .setLocale(reader.locale())
                .setColorScheme(dark ? reader.dark().colorScheme() : reader.colorScheme())
                .setViewportSize(width, 800))) {
            Page page = context.newPage();
            page.navigate(server.controlRoom().resolve("login").toString());
            page.locator("#break-glass summary").click();
            check(page, language + " sign-in by the provider");

            check(atKeycloak(context, "karl"), language + " sign-in without a role");
        }
    }

    private void check(Page page, String state) {
        assertThat(page.locator("h1:visible")).not().isEmpty();
        Accessibility.assertNoSeriousViolations(page, state);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "pictures", "states", state + " " + product.name() + ".png")));
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .as(state)
                .isLessThanOrEqualTo(page.viewportSize().width);
    }

    private BrowserContext context() {
        return context(new Browser.NewContextOptions().setLocale("en-GB"));
    }

    private BrowserContext context(Browser.NewContextOptions options) {
        BrowserContext context = chromium.browser().newContext(options);
        context.setDefaultTimeout(ControlRoomFixture.TIMEOUT_MILLIS);
        return context;
    }

    private Page signIn(BrowserContext context, String user) {
        Page page = atKeycloak(context, user);
        assertThat(page.locator("#version")).not().isEmpty();
        return page;
    }

    private static Page atKeycloak(BrowserContext context, String user) {
        Page page = context.newPage();
        page.navigate(server.controlRoom().resolve("login").toString());
        page.locator("a[href='login/oidc']").click();
        page.locator("#username").fill(user);
        page.locator("#password").fill(Users.PASSWORD);
        page.locator("#kc-login").click();
        page.waitForURL(server.controlRoom() + "**");
        return page;
    }

    private void button(Page page, String key) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(texts.of(key)).setExact(true))
                .click();
    }

    private static Answer withCookie(String cookie) throws Exception {
        return server.anonymous().with("Cookie", cookie).get("api/v1/session");
    }
}
