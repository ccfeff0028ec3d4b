package no.portnokkel.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Payara Micro with the self-contained WAR: it cannot deploy an EAR. */
public record PayaraMicro() implements ServerProduct {
    private static final String LOOPBACK_LISTENER = """
            set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1
            set configs.config.server-config.hazelcast-config-specific-configuration.enabled=false
            """;

    @Override
    public String name() {
        return "payara-micro";
    }

    @Override
    public ProcessBuilder command(Path directory, int port, Path configuration) throws IOException {
        return new ProcessBuilder(
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
                Artefacts.SAMPLE.toString());
    }
}
