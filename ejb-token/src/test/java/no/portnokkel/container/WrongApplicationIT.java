package no.portnokkel.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a server that is given an application with wrong injection points. */
class WrongApplicationIT {
    @TempDir
    Path directory;

    @Test
    void all_wrong_injection_points_are_logged_before_another_librarys_mistake_ends_the_deployment()
            throws IOException {
        String log = String.join("\n", deploy());

        int ours = log.indexOf("Invalid @Maskinporten injection points");
        int theirs = log.indexOf("WELD-001408");
        assertThat(ours).as(log).isPositive().isLessThan(theirs);
        String list = log.substring(ours, theirs);
        assertThat(list)
                .contains(
                        "applicationToken",
                        "accept(",
                        "sessionToken",
                        "startupToken",
                        "pooledToken",
                        "holderOfApplication",
                        "unknownClient",
                        "\"agnet\"",
                        "addressOfSupplier",
                        "supplierOfText",
                        "WrongApi: ",
                        "https://evil.example/v1",
                        "Inject a Supplier<AccessToken>")
                .doesNotContain("requestToken", "heldToken", "holderOfRequest", "observe(", "bearer(", ".right");
    }

    private List<String> deploy() throws IOException {
        Path war = directory.resolve("wrong.war");
        ShrinkWrap.create(WebArchive.class, "wrong.war")
                .addClass(WrongApplication.class)
                .addClasses(WrongApplication.class.getDeclaredClasses())
                .addAsLibraries(new File("target/container-libraries").listFiles())
                .addAsLibrary(new File("target/ejb-token.jar"))
                .addAsResource(
                        new StringAsset("portnokkel.environments.test.client-id=bank\nportnokkel.data-dir="
                                + directory.resolve("data")),
                        "META-INF/microprofile-config.properties")
                .addAsWebInfResource(
                        new StringAsset("<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\""
                                + " bean-discovery-mode=\"all\"/>"),
                        "beans.xml")
                .as(ZipExporter.class)
                .exportTo(war.toFile());
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-jar",
                        System.getenv("MICRO_JAR"),
                        "--noHazelcast",
                        "--autoBindHttp",
                        "--prebootcommandfile",
                        "src/test/resources/loopback.txt",
                        "--rootdir",
                        Files.createDirectory(directory.resolve("payara")).toString(),
                        "--deploy",
                        war.toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.contains("ready in")) {
                    break;
                }
            }
        } finally {
            server.destroy();
        }
        return lines;
    }
}
