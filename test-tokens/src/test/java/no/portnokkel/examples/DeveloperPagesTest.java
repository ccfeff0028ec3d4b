package no.portnokkel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java blocks of the pages for developers. */
class DeveloperPagesTest {
    private static final String SPRING = "import org.springframework.";
    private static final Path SPRING_PROJECT = Path.of(
            "../bom/src/test/spring-boot-project/src/main/java/com/example/bank/MaskinportenConfiguration.java");

    @TempDir
    Path classes;

    static List<Arguments> completeFiles() {
        List<Arguments> files = DeveloperPage.all().stream()
                .flatMap(page -> page.examples().stream()
                        .filter(JavaExample::isComplete)
                        .filter(example -> !example.code().contains(SPRING))
                        .filter(example ->
                                !example.code().startsWith("package ")) // a part of a project: scripts/first-hour
                        .map(example -> Arguments.of(page.name(), example.typeName(), example)))
                .toList();
        assertThat(files).hasSizeGreaterThan(10);
        return files;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("completeFiles")
    void each_block_that_is_a_complete_file_compiles_without_a_warning(
            String page, String typeName, JavaExample example) {
        assertThat(example.compile(classes)).isEmpty();
    }

    @Test
    void each_block_of_the_recipes_is_a_complete_file_with_a_type_of_its_own() {
        List<JavaExample> recipes = DeveloperPage.read("recipes.md").examples();

        assertThat(recipes).allMatch(JavaExample::isComplete);
        assertThat(recipes).extracting(JavaExample::typeName).doesNotHaveDuplicates();
    }

    @Test
    void the_block_for_spring_boot_is_the_file_that_scripts_release_check_compiles_and_starts() throws IOException {
        assertThat(DeveloperPage.read("recipes.md").examples().stream()
                        .map(JavaExample::code)
                        .filter(code -> code.contains(SPRING)))
                .containsExactly(Files.readString(SPRING_PROJECT));
    }
}
