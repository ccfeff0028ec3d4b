package no.portnokkel.maskinporten.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy and its credentials: nothing of the address is ignored, and no password is shown. */
class ProxySettingsTest {
    private static final String PROXY = "portnokkel.http.proxy";
    private static final String USER = "portnokkel.http.proxy-user";
    private static final String PASSWORD_FILE = "portnokkel.http.proxy-password-file";

    private final Map<String, String> values = new HashMap<>();

    @TempDir
    Path directory;

    private Path passwordFile;

    @BeforeEach
    void configure() throws IOException {
        passwordFile = passwordFile("hemmelig-7391\n", "rw-------");
        values.put("portnokkel.data-dir", directory.resolve("data").toString());
        values.put(PROXY, "http://proxy.bank.example:3128");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://proxy.bank.example:3128",
                "http://proxy.bank.example:3128/",
                "http://10.0.0.1:8080",
                "http://[::1]:8080"
            })
    void an_address_of_host_and_port_is_used(String address) {
        values.put(PROXY, address);

        assertThat(read().problems()).isEmpty();
        assertThat(read().http().proxy()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "http://kari:hemmelig-7391@proxy.bank.example:3128, user name",
        "http://kari:hemmelig-7391%40x@proxy.bank.example:3128, user name",
        "http://@proxy.bank.example:3128, user name",
        "http://proxy.bank.example:3128/pac, path",
        "http://proxy.bank.example:3128//, path",
        "http://proxy.bank.example:3128?a=b, query",
        "http://proxy.bank.example:3128#a, fragment",
        "http://proxy.bank.example.:3128, dot",
        "http://proxy.bank.example:0, port",
        "http://proxy.bank.example:65536, port",
        "http://proxy.bank.example:, port",
        "http://proxy.bank.example:31\u200b28, U+200B at position 29"
    })
    void an_address_with_a_part_that_would_be_ignored_is_refused(String address, String part) {
        values.put(PROXY, address);

        assertThat(onlyProblem(PROXY))
                .contains(part, "bank.properties", "http://host:port", USER, PASSWORD_FILE)
                .doesNotContain("hemmelig-7391");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://proxy.bank.example:3128",
                "socks://proxy.bank.example:1080",
                "proxy.bank.example:3128",
                "http://proxy.bank.example",
                "http://kari:hemmelig-7391",
                "kari:hemmelig-7391",
                "http://kari:hemmelig-7391%40proxy.bank.example:3128",
                "http://kari:hemmelig-7391\uff20proxy.bank.example:3128"
            })
    void another_kind_of_address_is_refused_without_showing_a_password(String address) {
        values.put(PROXY, address);

        assertThat(onlyProblem(PROXY)).contains("http://host:port").doesNotContain("hemmelig-7391");
    }

    @Test
    void credentials_are_read_from_both_keys_and_shown_nowhere() {
        credentials("kari", passwordFile);

        Configuration read = read();

        assertThat(read.problems()).isEmpty();
        assertThat(read.toString()).doesNotContain("hemmelig-7391");
        assertThat(read.http().toString()).contains("proxy.bank.example").doesNotContain("hemmelig-7391");
    }

    @Test
    void each_key_of_the_credentials_needs_the_other() {
        values.put(USER, "kari");
        assertThat(onlyProblem(PASSWORD_FILE)).contains("missing", USER);

        values.remove(USER);
        values.put(PASSWORD_FILE, passwordFile.toString());
        assertThat(onlyProblem(USER)).contains("missing", PASSWORD_FILE);
    }

    @Test
    void credentials_need_a_proxy() {
        values.remove(PROXY);
        credentials("kari", passwordFile);

        assertThat(onlyProblem(PROXY)).contains("missing", USER, PASSWORD_FILE);
    }

    @Test
    void a_wrong_proxy_address_is_not_reported_as_missing_too() {
        values.put(PROXY, "proxy:3128");
        credentials("kari", passwordFile);

        onlyProblem(PROXY);
    }

    @ParameterizedTest
    @CsvSource({"rw----r--", "rw-----w-", "rw-r-----", "rw--w----"})
    void a_password_file_that_others_can_read_or_change_is_refused(String permissions) throws IOException {
        credentials("kari", passwordFile("hemmelig-7391\n", permissions));

        assertThat(onlyProblem(PASSWORD_FILE))
                .contains(permissions, "chmod 600", passwordFile.toString(), "bank.properties")
                .doesNotContain("hemmelig-7391");
    }

    @ParameterizedTest
    @CsvSource({
        "'\ufeffhemmelig-7391\n', byte order mark",
        "'hemmelig-7391\u00a0\n', nobody sees",
        "'hemmelig-7391\u200b', nobody sees",
        "' hemmelig-7391', nobody sees",
        "'hemmelig-7391\t', nobody sees",
        "'hemmelig-7391\nhemmelig-7391\n', several lines",
        "'\n', empty",
        "'', empty"
    })
    void a_password_with_a_character_that_nobody_sees_is_refused(String content, String defect) throws IOException {
        credentials("kari", passwordFile(content, "rw-------"));

        assertThat(onlyProblem(PASSWORD_FILE)).contains(defect).doesNotContain("hemmelig-7391");
    }

    @Test
    void a_password_file_that_does_not_exist_is_refused() {
        credentials("kari", directory.resolve("absent"));

        assertThat(onlyProblem(PASSWORD_FILE)).contains("does not exist", "absent");
    }

    @Test
    void a_password_in_place_of_its_file_is_refused_and_not_shown() {
        values.putAll(Map.of(USER, "kari", PASSWORD_FILE, "hemmelig-7391"));

        assertThat(onlyProblem(PASSWORD_FILE)).contains("path").doesNotContain("hemmelig-7391");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BANK\\kari", "kari nordmann", "søren", "kari@bank.example"})
    void the_user_may_be_an_account_of_a_windows_domain(String user) {
        credentials(user, passwordFile);

        assertThat(read().problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "kari:nordmann, U+003A at position 5",
        "'kari\u00a0x', U+00A0 at position 5",
        "kari\u200b, U+200B at position 5"
    })
    void a_user_with_a_colon_or_a_character_that_nobody_sees_is_refused(String user, String character) {
        credentials(user, passwordFile);

        assertThat(onlyProblem(USER)).contains(character);
    }

    private void credentials(String user, Path file) {
        values.putAll(Map.of(USER, user, PASSWORD_FILE, file.toString()));
    }

    private Path passwordFile(String content, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve("proxy-password"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private String onlyProblem(String key) {
        List<Problem> problems = read().problems();
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CONFIGURATION_INVALID);
            assertThat(problem.configurationKey()).isEqualTo(key);
        });
        return problems.get(0).sentence();
    }

    private Configuration read() {
        return Configuration.read(new LayeredConfig().with("bank.properties", values));
    }
}
