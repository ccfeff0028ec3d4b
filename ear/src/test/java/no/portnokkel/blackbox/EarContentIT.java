package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EarContentIT {
    private static final String SBOM = "META-INF/sbom/portnokkel.cdx.json";

    @Test
    void the_ear_has_the_ejb_jar_a_skinny_war_and_the_libraries() throws IOException {
        List<String> content = content(Artefacts.EAR);

        assertThat(content)
                .contains("ejb-token.jar", "web-admin.war", "META-INF/application.xml")
                .anyMatch(entry -> entry.matches("lib/.*hsm-config.*\\.jar"))
                .anyMatch(entry -> entry.matches("lib/.*jna.*\\.jar"))
                .anyMatch(entry -> entry.matches("lib/.*flyway-core.*\\.jar"));
        assertThat(content)
                .filteredOn(entry -> entry.startsWith("web-admin.war!/WEB-INF/lib/"))
                .noneMatch(entry -> entry.endsWith(".jar"));
    }

    @ParameterizedTest
    @MethodSource
    void no_library_of_the_servers_is_packaged_unrelocated(Path artefact) throws IOException {
        assertThat(content(artefact))
                .noneMatch(entry -> entry.contains("nimbus") && entry.endsWith(".jar"))
                .noneMatch(entry -> entry.matches("(.*!/)?(WEB-INF/classes/)?com/nimbusds/.*"))
                .noneMatch(entry ->
                        entry.matches("(.*!/)?(WEB-INF/classes/)?(org/(apache/hc|slf4j|objectweb)|net/minidev)/.*"));
    }

    static List<Path> no_library_of_the_servers_is_packaged_unrelocated() {
        return List.of(Artefacts.EAR, Artefacts.CONTROL_ROOM, Artefacts.SAMPLE);
    }

    @Test
    void the_war_is_self_contained() throws IOException {
        assertThat(content(Artefacts.CONTROL_ROOM))
                .anyMatch(entry -> entry.matches("WEB-INF/lib/ejb-token.*\\.jar"))
                .anyMatch(entry -> entry.matches("WEB-INF/lib/hsm-config.*\\.jar"))
                .anyMatch(entry -> entry.matches("WEB-INF/lib/jna.*\\.jar"));
    }

    @Test
    void the_sbom_lists_exactly_the_archives_of_the_ear_and_the_bundled_libraries() throws IOException {
        List<String> archives = content(Artefacts.EAR).stream()
                .filter(entry -> entry.matches("(.*/)?[^/]*\\.(jar|war)"))
                .map(entry -> entry.replaceFirst(".*/", ""))
                .toList();
        Map<Boolean, List<Component>> components =
                sbom().collect(Collectors.partitioningBy(component -> archives.contains(component.fileName())));

        assertThat(components.get(true)).extracting(Component::fileName).containsExactlyInAnyOrderElementsOf(archives);
        assertThat(components.get(false))
                .extracting(Component::name)
                .containsExactlyInAnyOrder(
                        "nimbus-jose-jwt",
                        "oauth2-oidc-sdk",
                        "content-type",
                        "lang-tag",
                        "json-smart",
                        "accessors-smart",
                        "asm",
                        "httpclient5",
                        "httpcore5",
                        "httpcore5-h2",
                        "caffeine",
                        "slf4j-api",
                        "slf4j-nop");
    }

    @Test
    void the_ejb_jar_bundles_the_libraries_of_the_sbom() throws IOException {
        List<String> bundled = content(Artefacts.EAR).stream()
                .filter(entry -> entry.matches("ejb-token\\.jar!/no/portnokkel/bundled/.*\\.class"))
                .map(entry -> entry.replaceFirst(".*/bundled/", ""))
                .toList();

        assertThat(bundled)
                .allMatch(
                        entry -> entry.matches(
                                "(com/nimbusds|net/minidev|org/objectweb/asm|com/github/benmanes/caffeine|org/apache/hc/(client5|core5)|org/slf4j)/.*"))
                .contains("org/apache/hc/core5/http2/H2Error.class", "org/slf4j/nop/NOPServiceProvider.class");
        // Two of them contain their own version number.
        assertThat(sbom().map(Component::nameAndVersion)).contains(release("client5"), release("core5"));
    }

    @Test
    void the_sbom_is_the_same_in_every_build() throws IOException {
        assertThat(new String(bytes(Artefacts.EAR, SBOM), StandardCharsets.UTF_8))
                .contains("\"bomFormat\" : \"CycloneDX\"")
                .doesNotContain("serialNumber", "\"timestamp\"");
    }

    private static Stream<Component> sbom() throws IOException {
        try (JsonReader json = Json.createReader(new ByteArrayInputStream(bytes(Artefacts.EAR, SBOM)))) {
            return json.readObject().getJsonArray("components").getValuesAs(Component::of).stream()
                    .filter(component -> !component.type().equals("pom")); // the list of the WAR's libraries
        }
    }

    /**
     * One component of the SBOM.
     *
     * @param type Maven type in the package URL
     */
    private record Component(String group, String name, String version, String type) {
        static Component of(JsonObject json) {
            String type = json.getString("purl").replaceFirst(".*[?&]type=", "");
            return new Component(json.getString("group"), json.getString("name"), json.getString("version"), type);
        }

        /** Our modules are packaged under their name, libraries under group, name and version. */
        String fileName() {
            return switch (type) {
                case "ejb" -> name + ".jar";
                case "war" -> name + ".war";
                default -> group + "-" + name + "-" + version + ".jar";
            };
        }

        String nameAndVersion() {
            return name + " " + version;
        }
    }

    private static String release(String module) throws IOException {
        Properties release = new Properties();
        release.load(new ByteArrayInputStream(
                bytes(Artefacts.EJB_JAR, "no/portnokkel/bundled/org/apache/hc/" + module + "/version.properties")));
        return release.getProperty("info.module") + " " + release.getProperty("info.release");
    }

    private static byte[] bytes(Path archive, String entry) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry found = zip.getEntry(entry);
            assertThat(found)
                    .as("%s in %s; Maven makes no SBOM when it is offline (-o)", entry, archive)
                    .isNotNull();
            return zip.getInputStream(found).readAllBytes();
        }
    }

    /** Returns the names of all entries; those of nested archives as {@code outer!/inner}. */
    private static List<String> content(Path archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream file = Files.newInputStream(archive)) {
            collect("", file, names);
        }
        return names;
    }

    private static void collect(String prefix, InputStream archive, List<String> names) throws IOException {
        ZipInputStream zip = new ZipInputStream(archive);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = prefix + entry.getName();
            names.add(name);
            if (name.matches(".*\\.(jar|war)")) {
                collect(name + "!/", new ByteArrayInputStream(zip.readAllBytes()), names);
            }
        }
    }
}
