package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import no.portnokkel.blackbox.Http.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The control room on a real PostgreSQL, with the data source that the documentation configures for each server. */
@ParameterizedClass
@MethodSource("no.portnokkel.blackbox.ServerProduct#chosenWithDataSource")
class DataSourceIT {
    private static final String UNAVAILABLE = "database-unavailable";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    @Parameter
    ServerProduct product;

    @Test
    void switches_are_stored_in_postgresql_whose_outage_is_reported_stops_no_token_and_heals() throws Exception {
        try (PostgresServer database = PostgresServer.create(folder.resolve("postgresql"));
                BlackBoxFixture fixture = BlackBoxFixture.start(folder, "datasource-" + product.name())) {
            Map<String, String> configuration = new TreeMap<>(fixture.configuration(folder.resolve("data")));
            configuration.put("portnokkel.datasource", product.dataSource());
            try (Server server = Server.start(product, folder, configuration, database.environment())) {
                ControlRoomClient controlRoom = new ControlRoomClient(server);
                await().atMost(LIMIT).until(() -> isReady(server) && !controlRoom.hasProblem(UNAVAILABLE));
                switchTo(controlRoom, "second");
                String waiting = controlRoom.propose("first");

                database.stop();

                await().atMost(LIMIT).until(() -> controlRoom.hasProblem(UNAVAILABLE));
                assertUnavailable(controlRoom.tryToPropose("first"));
                assertUnavailable(controlRoom.approve("ola", waiting));
                assertThat(controlRoom.trial(true)).isEqualTo(200);
                assertThat(isReady(server)).isTrue();
                assertThat(controlRoom.active()).isEqualTo("second");

                database.start();

                await().atMost(LIMIT).until(() -> !controlRoom.hasProblem(UNAVAILABLE));
                assertThat(controlRoom.approve("ola", waiting).status()).isEqualTo(200);
                assertThat(controlRoom.active()).isEqualTo("first");
                assertThat(server.log())
                        .contains("stores in PostgreSQL", "portnokkel.datasource = " + product.dataSource())
                        .doesNotContain(PostgresServer.PASSWORD);
            }
        }
    }

    private static boolean isReady(Server server) throws Exception {
        return server.anonymous().get("health/ready").status() == 200;
    }

    private static void switchTo(ControlRoomClient controlRoom, String environment) throws Exception {
        Answer approval = controlRoom.approve("ola", controlRoom.propose(environment));
        assertThat(approval.status()).as(approval.body()).isEqualTo(200);
        assertThat(controlRoom.active()).isEqualTo(environment);
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo(UNAVAILABLE);
    }
}
