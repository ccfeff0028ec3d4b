package no.portnokkel.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.control.audit.Act;
import no.portnokkel.control.users.Role;
import no.portnokkel.message.MessageCatalogue;
import no.portnokkel.problem.Owner;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final Path WEBAPP = Path.of("src/main/webapp");

    @Test
    void every_text_key_of_pages_and_scripts_exists() {
        Set<String> keys = new TreeSet<>();
        all(".html").forEach(page -> keys.addAll(found("data-(?:text|label)=\"([^\"]+)\"", page)));
        all(".js").forEach(script -> keys.addAll(found("\\btext\\(\"([^\"]+)\"", script)));
        assertThat(keys).hasSizeGreaterThan(50);
        assertThat(texts()).containsAll(keys);
    }

    @Test
    void no_text_is_unused() {
        String code = String.join("\n", all(".html")) + String.join("\n", all(".js"));
        Set<String> families = found("`([a-zA-Z.]+\\.)\\$", code);
        assertThat(texts().stream()
                        .filter(key -> !code.contains("\"" + key + "\"")
                                && families.stream().noneMatch(key::startsWith)))
                .isEmpty();
    }

    @Test
    void every_owner_and_role_has_a_name() {
        assertThat(Owner.values()).allSatisfy(owner -> assertThat(texts()).contains("owner." + owner.word()));
        assertThat(Role.values()).allSatisfy(role -> assertThat(texts()).contains("role." + role.code()));
    }

    @Test
    void every_act_has_a_name_and_can_be_searched_for() throws IOException {
        String script = Files.readString(WEBAPP.resolve("assets/audit.js"));
        Set<String> searchable = found("\"([a-z-]+)\"", script.substring(0, script.indexOf(']')));
        Set<String> acts = Stream.of(Act.values()).map(Act::word).collect(Collectors.toSet());

        assertThat(searchable).isEqualTo(acts);
        assertThat(acts).allSatisfy(act -> assertThat(texts()).contains("act." + act));
    }

    @Test
    void pages_have_nothing_inline_and_load_nothing_from_other_hosts() {
        assertThat(all(".html"))
                .hasSize(8)
                .allSatisfy(page -> assertThat(page)
                        .doesNotContain("http:", "https:", "<style", " style=", " onclick=")
                        .doesNotContainPattern("<script(?![^>]*\\bsrc=\"assets/)"));
        assertThat(all(".css"))
                .hasSize(3)
                .allSatisfy(sheet -> assertThat(sheet)
                        .doesNotContain("@import")
                        .doesNotContainPattern("url\\((?![\"']?data:image/svg|\"vendor/)"));
        assertThat(all(".js"))
                .isNotEmpty()
                .allSatisfy(script -> assertThat(script).doesNotContain("innerHTML", "eval(", "http:", "https:"));
    }

    private static Set<String> found(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    private static Set<String> texts() {
        return MessageCatalogue.ENGLISH.keys().stream()
                .filter(key -> key.startsWith("page."))
                .map(key -> key.substring("page.".length()))
                .collect(Collectors.toSet());
    }

    private static List<String> all(String ending) {
        try (Stream<Path> files = Files.walk(WEBAPP)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .map(PagesTest::read)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
