package no.portnokkel.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Payara Micro with the self-contained WAR: it cannot deploy an EAR.
 *
 * @param storage of the control room
 */
public record PayaraMicro(Storage storage) implements ServerProduct {
    private static final String LOOPBACK_LISTENER = """
            set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1
            set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false
            """;

    public PayaraMicro() {
        this(Storage.EMBEDDED);
    }

    @Override
    public String name() {
        return "payara-micro";
    }

    @Override
    public String dataSource() {
        return "jdbc/portnokkel";
    }

    @Override
    public ProcessBuilder command(Path directory, int port, Path configuration) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Command.executable(),
                "-Xmx512m",
                "-jar",
                Artefacts.existing("target/servers/payara-micro.jar").toString(),
                "--noHazelcast",
                "--rootdir",
                Files.createTempDirectory(directory, "payara").toString(),
                "--port",
                Integer.toString(port),
                "--prebootcommandfile",
                Files.writeString(directory.resolve("loopback.txt"), LOOPBACK_LISTENER)
                        .toString(),
                "--systemproperties",
                configuration.toString(),
                "--deploy",
                Artefacts.CONTROL_ROOM.toString(),
                "--deploy",
                Artefacts.SAMPLE.toString()));
        if (storage == Storage.POSTGRESQL) {
            command.addAll(List.of(
                    "--addlibs",
                    Artefacts.databaseDriver().toString(),
                    "--postbootcommandfile",
                    Artefacts.existing("../docs/operator/payara-micro/datasource.asadmin")
                            .toString()));
        }
        return new ProcessBuilder(command);
    }
}
