package no.portnokkel.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Payara Server with the EAR, in a copy of its default domain with listeners on loopback. */
record PayaraServer() implements ServerProduct {
    @Override
    public String name() {
        return "payara-server";
    }

    @Override
    public ProcessBuilder command(Path directory, int port, Path configuration) throws IOException {
        Path glassfish = Artefacts.existing("target/servers/payara6/glassfish");
        Path domains = Files.createTempDirectory(directory, "payara-server");
        Path domain = domains.resolve("domain1");
        copy(glassfish.resolve("domains/domain1"), domain);
        Path xml = domain.resolve("config/domain.xml");
        Files.writeString(xml, onLoopback(Files.readString(xml), port, SystemProperties.options(configuration)));
        Path applications = Files.createDirectory(domain.resolve("autodeploy"));
        for (Path application : List.of(Artefacts.EAR, Artefacts.SAMPLE)) {
            Files.copy(application, applications.resolve(application.getFileName()));
        }
        ProcessBuilder command = new ProcessBuilder(
                glassfish.resolve("bin/asadmin").toString(),
                "start-domain",
                "--verbose",
                "--domaindir",
                domains.toString(),
                "domain1");
        command.environment().put("AS_JAVA", System.getProperty("java.home"));
        return command;
    }

    private static String onLoopback(String xml, int port, List<String> options) throws IOException {
        String jvmOptions = options.stream()
                .map(option -> "<jvm-options>" + option + "</jvm-options>")
                .collect(Collectors.joining());
        return xml.replace("0.0.0.0", "127.0.0.1")
                .replace("<network-listener port=", "<network-listener address=\"127.0.0.1\" port=")
                .replace("port=\"8080\"", "port=\"" + port + '"')
                .replace("port=\"8181\"", "port=\"" + Server.freePort() + '"')
                .replace("port=\"4848\"", "port=\"" + Server.freePort() + '"')
                .replace("port=\"8686\"", "port=\"" + Server.freePort() + '"')
                .replace("port=\"3700\"", "port=\"" + Server.freePort() + '"')
                .replace("port=\"3820\"", "port=\"" + Server.freePort() + '"')
                .replace("port=\"3920\"", "port=\"" + Server.freePort() + '"')
                .replace(
                        "<hazelcast-config-specific-configuration>",
                        "<hazelcast-config-specific-configuration enabled=\"false\">")
                .replace("<jvm-options>-Xmx512m</jvm-options>", "<jvm-options>-Xmx512m</jvm-options>" + jvmOptions)
                .replaceFirst("<http-service>", "<jms-service type=\"DISABLED\" /><http-service>");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }
}
