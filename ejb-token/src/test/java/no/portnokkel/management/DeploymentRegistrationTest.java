package no.portnokkel.management;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import no.portnokkel.inject.MaskinportenExtension.InjectionPointInfo;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.runtime.PortnokkelOperations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentRegistrationTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    /** As a deployment may be called. */
    private static final String APPLICATION = "bank, \"loans\"=*?";

    @TempDir
    Path dataDir;

    private PortnokkelOperations portnokkel;

    @BeforeEach
    void start() {
        portnokkel = PortnokkelOperations.start(
                ConfigValues.of(Map.of("portnokkel.data-dir", dataDir.toString(), "portnokkel.environment", "lab")),
                Thread::new,
                APPLICATION);
    }

    @AfterEach
    void stop() {
        portnokkel.close();
    }

    @Test
    void an_application_is_seen_from_its_registration_until_it_is_closed() throws Exception {
        assertThat(registered()).isEmpty();

        try (DeploymentRegistration registration = DeploymentRegistration.of(APPLICATION, portnokkel, List::of);
                DeploymentRegistration namesake = DeploymentRegistration.of(APPLICATION, portnokkel, List::of)) {
            assertThat(registered())
                    .hasSize(2)
                    .allSatisfy(name -> assertThat(ObjectName.unquote(name.getKeyProperty("name")))
                            .isEqualTo(APPLICATION));
            assertThat(registration).isNotEqualTo(namesake);
        }

        assertThat(registered()).isEmpty();
    }

    @Test
    void its_problems_are_told_in_the_language_of_the_reader() throws Exception {
        try (DeploymentRegistration registration = DeploymentRegistration.of(APPLICATION, portnokkel, List::of)) {
            DeploymentMXBean seen = seen(registration);

            assertThat(seen.getApplication()).isEqualTo(APPLICATION);
            assertThat(seen.getCachedTokens()).isEqualTo("[]");
            JsonObject status = status(seen, "en");
            assertThat(status.getBoolean("ready")).isFalse();
            assertThat(status.getJsonObject("tokens").getInt("granted")).isZero();
            assertThat(problem(status).getString("title")).isEqualTo("The configuration is wrong");
            assertThat(problem(status(seen, "nb")).getString("title")).isEqualTo("Konfigurasjonen er feil");
        }
    }

    @Test
    void an_injection_point_leaves_out_what_it_does_not_say() throws Exception {
        List<InjectionPointInfo> points = List.of(
                new InjectionPointInfo("com.example.Loans.income", "bank:a bank:b", "", ""),
                new InjectionPointInfo("com.example.Loans.tax", "bank:c", "other", "974760673"));
        try (DeploymentRegistration registration = DeploymentRegistration.of(APPLICATION, portnokkel, () -> points)) {
            assertThat(seen(registration).getInjectionPoints())
                    .isEqualTo("[{\"member\":\"com.example.Loans.income\",\"scope\":\"bank:a bank:b\"},"
                            + "{\"member\":\"com.example.Loans.tax\",\"scope\":\"bank:c\",\"client\":\"other\","
                            + "\"consumerOrg\":\"974760673\"}]");
        }
    }

    private static Set<ObjectName> registered() throws Exception {
        return SERVER.queryNames(
                new ObjectName("no.portnokkel:type=Deployment,name=" + ObjectName.quote(APPLICATION) + ",*"), null);
    }

    /** Returns the deployment as another application sees it. */
    private static DeploymentMXBean seen(DeploymentRegistration registration) throws Exception {
        assertThat(registration).isNotNull();
        return JMX.newMXBeanProxy(SERVER, registered().iterator().next(), DeploymentMXBean.class);
    }

    private static JsonObject status(DeploymentMXBean seen, String language) {
        return Json.createReader(new StringReader(seen.status(language))).readObject();
    }

    private static JsonObject problem(JsonObject status) {
        return status.getJsonArray("problems").getJsonObject(0);
    }
}
