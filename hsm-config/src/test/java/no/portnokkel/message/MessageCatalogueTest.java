package no.portnokkel.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import org.junit.jupiter.api.Test;

/** Compares the two files of texts with each other and with the main code of all modules. */
class MessageCatalogueTest {
    private static final Path FILES = Path.of("src/main/resources/no/portnokkel/message");
    private static final List<MessageUse> USES = MessageUse.inMainCode();

    @Test
    void both_languages_have_the_same_keys_and_no_text_is_empty() {
        assertThat(MessageCatalogue.NORWEGIAN.keys()).isEqualTo(MessageCatalogue.ENGLISH.keys());
        assertThat(MessageCatalogue.ENGLISH.keys()).allSatisfy(key -> {
            assertThat(MessageCatalogue.NORWEGIAN.find(key).orElse("")).as(key).isNotBlank();
            assertThat(MessageCatalogue.ENGLISH.find(key).orElse("")).as(key).isNotBlank();
        });
    }

    @Test
    void both_languages_name_the_same_arguments() {
        assertThat(MessageCatalogue.ENGLISH.keys())
                .allSatisfy(key -> assertThat(MessageCatalogue.NORWEGIAN.arguments(key))
                        .as(key)
                        .containsExactlyInAnyOrderElementsOf(MessageCatalogue.ENGLISH.arguments(key)));
    }

    @Test
    void no_file_has_a_key_twice() {
        for (String file : List.of("messages_nb.properties", "messages_en.properties")) {
            List<String> keys = lines(FILES.resolve(file))
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("[ =]", 2)[0])
                    .toList();
            assertThat(keys).as(file).doesNotHaveDuplicates();
        }
    }

    @Test
    void every_message_that_the_code_names_exists() {
        Set<String> keys = MessageCatalogue.ENGLISH.keys();
        assertThat(USES).hasSizeGreaterThan(200);
        assertThat(USES.stream()
                        .filter(use -> use.isFamily()
                                ? keys.stream().noneMatch(key -> key.startsWith(use.key()))
                                : !keys.contains(use.key()))
                        .map(MessageUse::toString))
                .isEmpty();
    }

    @Test
    void every_place_passes_the_arguments_of_its_message() {
        assertThat(USES.stream()
                        .filter(use -> !use.isFamily() && use.arguments().isPresent())
                        .filter(use -> !use.arguments()
                                .orElseThrow()
                                .containsAll(MessageCatalogue.ENGLISH.arguments(use.key())))
                        .map(MessageUse::toString))
                .isEmpty();
    }

    @Test
    void no_place_passes_an_argument_that_none_of_its_messages_shows() {
        Map<String, Set<String>> shown = new HashMap<>();
        USES.forEach(use -> shown.computeIfAbsent(place(use), key -> new TreeSet<>())
                .addAll(MessageCatalogue.ENGLISH.arguments(use.key())));
        assertThat(USES.stream()
                        .filter(use -> !use.isFamily() && use.arguments().isPresent())
                        .filter(use -> !Objects.requireNonNull(shown.get(place(use)))
                                .containsAll(use.arguments().orElseThrow()))
                        .map(MessageUse::toString))
                .isEmpty();
    }

    @Test
    void no_message_is_unused() {
        Set<String> unused = new TreeSet<>(MessageCatalogue.ENGLISH.keys());
        USES.forEach(use -> unused.removeIf(key -> use.isFamily() ? key.startsWith(use.key()) : key.equals(use.key())));
        for (ProblemCode code : ProblemCode.values()) {
            unused.remove(code.word() + ".title");
        }
        unused.removeIf(key -> key.startsWith("page.")
                || key.startsWith("cli.")); // tests of the pages and of the command line cover these
        assertThat(unused).isEmpty();
    }

    @Test
    void every_problem_code_has_a_title() {
        assertThat(ProblemCode.values())
                .allSatisfy(code -> assertThat(MessageCatalogue.ENGLISH.keys()).contains(code.word() + ".title"));
    }

    @Test
    void main_code_holds_no_text_for_people() throws IOException {
        Pattern text = Pattern.compile("new Text\\(\\s*\"|\"[^\"]*[æøåÆØÅ«»][^\"]*\"");
        List<String> found = new ArrayList<>();
        for (Path file : MessageUse.sources()) {
            String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
            text.matcher(code).results().forEach(match -> found.add(file + ": " + match.group()));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void no_problem_shows_the_placeholder_of_a_name() {
        assertThat(MessageCatalogue.ENGLISH.keys())
                .filteredOn(key -> !key.startsWith("cli.")) // usage texts explain theirs
                .allSatisfy(key -> {
                    assertThat(MessageCatalogue.NORWEGIAN.find(key).orElse("")).doesNotContain(".ENV.", ".NAME.");
                    assertThat(MessageCatalogue.ENGLISH.find(key).orElse("")).doesNotContain(".ENV.", ".NAME.");
                });
    }

    @Test
    void a_text_inside_a_text_is_in_the_same_language() {
        Text inner = text("indre", "inner");
        Text outer = Text.message("configuration-invalid.key.detail", Map.of("key", "a.b", "defect", inner));
        assertThat(outer.no()).contains("a.b").contains("indre").doesNotContain("inner");
        assertThat(outer.en()).contains("a.b").contains("inner").doesNotContain("indre");
    }

    @Test
    void a_mistake_in_a_message_hides_no_problem() {
        assertThat(Text.message("no.such.key").en()).isEqualTo("no.such.key");
        assertThat(Text.message("configuration-invalid.key.detail", Map.of("key", "$1\\"))
                        .en())
                .contains("$1\\")
                .contains("{defect}");
    }

    /** A place in the code may choose among several messages, each of which shows some of its arguments. */
    private static String place(MessageUse use) {
        return use.file() + use.arguments();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void the_files_are_plain_properties_in_utf_8() throws IOException {
        Properties read = new Properties();
        try (var reader = Files.newBufferedReader(FILES.resolve("messages_nb.properties"))) {
            read.load(reader);
        }
        assertThat(read.stringPropertyNames()).isEqualTo(MessageCatalogue.NORWEGIAN.keys());
    }

    private static Text text(String norwegian, String english) {
        return new Text(norwegian, english);
    }
}
