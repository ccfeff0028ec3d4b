package no.portnokkel.admin.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import no.portnokkel.management.DeploymentMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeploymentsTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private final List<ObjectName> registered = new ArrayList<>();
    private final Deployments deployments = new Deployments("control-room");

    @AfterEach
    void unregister() throws Exception {
        for (ObjectName name : registered) {
            SERVER.unregisterMBean(name);
        }
    }

    @Test
    void injection_points_of_all_applications_have_the_name_of_their_application() throws Exception {
        register("loans", answering("[{\"member\":\"a.B.c\",\"scope\":\"bank:a\"}]", "{}"));
        register("control-room", answering("[{\"member\":\"d.E.f\",\"scope\":\"bank:b\"}]", "{}"));

        assertThat(deployments.injectionPoints())
                .hasToString("[{\"application\":\"control-room\",\"member\":\"d.E.f\",\"scope\":\"bank:b\"}, "
                        + "{\"application\":\"loans\",\"member\":\"a.B.c\",\"scope\":\"bank:a\"}]");
    }

    @Test
    void the_control_room_is_no_other_application() throws Exception {
        register("loans", answering("[{\"scope\":\"bank:a\"}]", "{\"ready\":true}"));
        register("control-room", answering("[{\"scope\":\"bank:b\"}]", "{\"ready\":false}"));

        assertThat(deployments.statuses(Locale.ENGLISH))
                .hasToString("[{\"name\":\"loans\",\"ready\":true,\"language\":\"en\"}]");
        assertThat(deployments.cachedTokens()).hasToString("[{\"application\":\"loans\",\"scope\":\"bank:a\"}]");
    }

    @Test
    void what_an_application_of_another_release_answers_wrongly_is_left_out() throws Exception {
        register("fails", new FailingDeployment());
        register("lists", answering("{}", "[]"));
        register("mixes", answering("[1, {\"member\":\"a.B.c\"}, []]", "null"));
        register("talks", answering("no JSON", "{\"ready\":"));
        register("overflows", answering("[" + " ".repeat(2_000_000) + "]", "{}" + " ".repeat(2_000_000)));
        register("works", answering("[{\"member\":\"g.H.i\"}]", "{\"ready\":true}"));

        assertThat(deployments.injectionPoints())
                .hasToString("[{\"application\":\"mixes\",\"member\":\"a.B.c\"}, "
                        + "{\"application\":\"works\",\"member\":\"g.H.i\"}]");
        assertThat(deployments.statuses(Locale.ENGLISH))
                .hasToString("[{\"name\":\"works\",\"ready\":true,\"language\":\"en\"}]");
    }

    @Test
    void a_name_that_is_not_ours_hides_no_other_application() throws Exception {
        register("works", answering("[]", "{\"ready\":true}"));
        register(new ObjectName("no.portnokkel:type=Deployment,name=plain"), answering("[]", "{\"ready\":true}"));
        register(new ObjectName("no.portnokkel:type=Deployment"), answering("[]", "{\"ready\":true}"));

        assertThat(deployments.statuses(Locale.ENGLISH))
                .extracting(status -> status.asJsonObject().getString("name"))
                .containsExactlyInAnyOrder("works", "plain");
    }

    private void register(String application, DeploymentMXBean deployment) throws Exception {
        register(
                new ObjectName("no.portnokkel:type=Deployment,name=" + ObjectName.quote(application) + ",instance=1"),
                deployment);
    }

    private void register(ObjectName name, DeploymentMXBean deployment) throws Exception {
        SERVER.registerMBean(deployment, name);
        registered.add(name);
    }

    private static DeploymentMXBean answering(String list, String status) {
        return new TestDeployment(list, status);
    }

    private static class TestDeployment implements DeploymentMXBean {
        private final String list;
        private final String status;

        TestDeployment(String list, String status) {
            this.list = list;
            this.status = status;
        }

        @Override
        public String getApplication() {
            return "";
        }

        @Override
        public String getInjectionPoints() {
            return list;
        }

        @Override
        public String getCachedTokens() {
            return list;
        }

        @Override
        public String status(String language) {
            return status.replace("}", ",\"language\":\"" + language + "\"}");
        }
    }

    private static final class FailingDeployment extends TestDeployment {
        FailingDeployment() {
            super("", "");
        }

        @Override
        public String getInjectionPoints() {
            throw new IllegalStateException("stopped");
        }

        @Override
        public String status(String language) {
            throw new IllegalStateException("stopped");
        }
    }
}
