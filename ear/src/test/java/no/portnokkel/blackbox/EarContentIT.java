package no.portnokkel.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EarContentIT {
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
    void nothing_that_a_server_also_carries_lies_about(Path artefact) throws IOException {
        assertThat(content(artefact))
                .noneMatch(entry -> entry.contains("nimbus") && entry.endsWith(".jar"))
                .noneMatch(entry -> entry.matches("(.*!/)?(WEB-INF/classes/)?com/nimbusds/.*"))
                .noneMatch(entry -> entry.matches("(.*!/)?(WEB-INF/classes/)?org/(apache/hc|slf4j)/.*"));
    }

    static List<Path> nothing_that_a_server_also_carries_lies_about() {
        return List.of(Artefacts.EAR, Artefacts.CONTROL_ROOM, Artefacts.SAMPLE);
    }

    @Test
    void the_control_room_alone_is_complete() throws IOException {
        assertThat(content(Artefacts.CONTROL_ROOM))
                .anyMatch(entry -> entry.matches("WEB-INF/lib/ejb-token.*\\.jar"))
                .anyMatch(entry -> entry.matches("WEB-INF/lib/hsm-config.*\\.jar"))
                .anyMatch(entry -> entry.matches("WEB-INF/lib/jna.*\\.jar"));
    }

    /** Every entry, those of nested archives as {@code outer!/inner}. */
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
