package no.portnokkel.receive;

import static no.portnokkel.receive.ReceiveFixture.API;
import static no.portnokkel.receive.ReceiveFixture.CONSUMER;
import static no.portnokkel.receive.ReceiveFixture.SCOPE;
import static no.portnokkel.receive.ReceiveFixture.SUPPLIER;
import static no.portnokkel.receive.ReceiveFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.receive.ReceivedTokenException.Reason;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.token.WrongToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskinportenTokenValidatorTest {
    private static final String NUMBERS = "iso6523-actorid-upis";
    private static final String SEALS = "etsi-en-319-412";

    /** One for all tests: a twin takes longer to start than most of them. */
    private static ReceiveFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new ReceiveFixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void a_valid_token_names_the_consumer_its_scopes_and_its_id() throws ReceivedTokenException {
        MaskinportenCaller caller = fixture.validator().validate(fixture.token(), SCOPE);

        assertThat(caller.consumer()).isEqualTo(CONSUMER);
        assertThat(caller.supplier()).isEmpty();
        assertThat(caller.scopes()).containsExactly(SCOPE);
        assertThat(caller.tokenId()).hasSize(43);
    }

    @Test
    void several_scopes_and_several_audiences_are_accepted() throws ReceivedTokenException {
        String token = fixture.twin.tokenFor(
                CONSUMER, "bits:kundeforhold " + SCOPE, API, Map.of("aud", List.of("https://other.example", API)));

        MaskinportenCaller caller = fixture.validator().validate(token, SCOPE, "bits:kundeforhold");

        assertThat(caller.scopes()).containsExactlyInAnyOrder(SCOPE, "bits:kundeforhold");
    }

    @Test
    void each_of_the_required_scopes_is_needed() {
        assertThatExceptionOfType(ReceivedTokenException.class)
                .isThrownBy(() -> fixture.validator().validate(fixture.token(), SCOPE, "bits:kundeforhold"))
                .extracting(ReceivedTokenException::reason)
                .isEqualTo(Reason.SCOPE);
    }

    @Test
    void a_supplier_is_named_beside_the_consumer() throws ReceivedTokenException {
        MaskinportenCaller caller = fixture.validator().validate(ofSupplier(SUPPLIER), SCOPE);

        assertThat(caller.consumer()).isEqualTo(CONSUMER);
        assertThat(caller.supplier()).contains(SUPPLIER);
    }

    @Test
    void only_listed_suppliers_are_accepted_when_there_is_a_list() throws ReceivedTokenException {
        MaskinportenTokenValidator validator =
                fixture.validator(Optional.of(Set.of(new OrganisationNumber(SUPPLIER))), Set.of());

        assertThat(validator.validate(ofSupplier(SUPPLIER), SCOPE).supplier()).contains(SUPPLIER);
        assertThat(validator.validate(fixture.token(), SCOPE).supplier()).isEmpty();
        assertThat(refusal(validator, ofSupplier("991825827"))).isEqualTo(Reason.SUPPLIER);
    }

    @Test
    void another_authority_is_accepted_when_it_is_configured_and_its_id_stays_as_it_is() throws ReceivedTokenException {
        String token = fixture.wrong(WrongToken.EUROPEAN_AUTHORITY);

        MaskinportenTokenValidator validator = fixture.validator(Optional.empty(), Set.of(SEALS));

        assertThat(validator.validate(token, SCOPE).consumer()).isEqualTo("NTRNO-974760673");
        assertThat(refusal(validator, ofConsumer(SEALS, "974760673"))).isEqualTo(Reason.CONSUMER);
    }

    @ParameterizedTest
    @EnumSource
    void every_wrong_token_is_refused_for_its_own_reason(WrongToken kind) {
        assertThat(refusal(fixture.validator(), fixture.wrong(kind))).isEqualTo(reason(kind));
    }

    private static Reason reason(WrongToken kind) {
        return switch (kind) {
            case OTHER_AUDIENCE, LONGER_AUDIENCE, NO_AUDIENCE, UNSPECIFIED_AUDIENCE, NULL_AUDIENCE -> Reason.AUDIENCE;
            case OTHER_ISSUER, ISSUER_WITHOUT_SLASH, NO_ISSUER -> Reason.ISSUER;
            case NO_CONSUMER,
                    CONSUMER_AS_TEXT,
                    CONSUMER_IN_LOWER_CASE,
                    NO_AUTHORITY,
                    SUB_UNIT,
                    OTHER_REGISTER,
                    EUROPEAN_NUMBER,
                    EUROPEAN_AUTHORITY,
                    WRONG_CHECK_DIGIT -> Reason.CONSUMER;
            case SUPPLIER_SUB_UNIT, NULL_SUPPLIER -> Reason.SUPPLIER;
            case EXPIRED -> Reason.EXPIRED;
            case ISSUED_IN_THE_FUTURE, NOT_YET_VALID -> Reason.NOT_YET_VALID;
            case NO_EXPIRY, EXPIRY_AS_TEXT, NO_ISSUE_TIME, NO_SIGNATURE, CRITICAL_HEADER, TOO_LONG ->
                Reason.TOKEN_MALFORMED;
            case OTHER_SCOPE, LONGER_SCOPE, NO_SCOPE, SCOPE_AS_LIST -> Reason.SCOPE;
            case UNSIGNED, ALGORITHM_NONE, HMAC_WITH_PUBLIC_KEY, OTHER_ALGORITHM, PSS -> Reason.ALGORITHM;
            case UNKNOWN_KEY, NO_KEY_ID -> Reason.UNKNOWN_KEY;
            case KEY_IN_HEADER, KEY_ADDRESS_IN_HEADER, CERTIFICATE_IN_HEADER, FOREIGN_SIGNATURE, CHANGED_CLAIMS ->
                Reason.SIGNATURE;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a.b",
                "a.b.c",
                "a.b.c.d",
                "a.b.c.d.e",
                "e30.e30.e30\n",
                " e30.e30.e30",
                "bnVsbA.e30.e30",
                "eyJhbGciOiJSUzI1NiIsImFsZyI6IlJTMjU2In0.e30.e30"
            })
    void what_is_no_token_is_malformed_and_costs_no_fetch(String text) {
        int before = fixture.keyServer.fetches();

        assertThat(refusal(fixture.validator(), text)).isEqualTo(Reason.TOKEN_MALFORMED);
        assertThat(fixture.keyServer.fetches()).isEqualTo(before);
    }

    @Test
    void a_header_of_thousands_of_nested_arrays_is_malformed() {
        int depth = 5_000;
        String header = "{\"alg\":\"RS256\",\"kid\":\"1\",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8))
                + ".e30.e30";

        assertThat(token).hasSizeLessThan(16 * 1024);
        assertThat(refusal(fixture.validator(), token)).isEqualTo(Reason.TOKEN_MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({"0, accepted", "124999, accepted", "125000, expired", "-5000, accepted", "-5001, not-yet-valid"})
    void the_difference_of_the_clocks_may_be_five_seconds(long millisSinceIssue, String outcome) {
        String token = fixture.token(); // lives for two minutes
        MaskinportenTokenValidator validator = fixture.validator();

        fixture.time.moveWallClock(Duration.ofMillis(millisSinceIssue));
        String seen = outcome(validator, token);
        fixture.time.moveWallClock(Duration.ofMillis(-millisSinceIssue));

        assertThat(seen).isEqualTo(outcome);
    }

    @Test
    void times_may_have_a_fraction() throws ReceivedTokenException {
        double now = fixture.time.instant().getEpochSecond();
        String token = fixture.twin.tokenFor(CONSUMER, SCOPE, API, Map.of("iat", now - 0.5, "exp", now + 0.5));

        assertThat(fixture.validator().validate(token, SCOPE).consumer()).isEqualTo(CONSUMER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with\nline feed", "with blank", "too-long"})
    void a_token_id_that_a_log_could_not_show_counts_as_none(String id) throws ReceivedTokenException {
        String jti = id.equals("too-long") ? "x".repeat(101) : id;
        String token = fixture.twin.tokenFor(CONSUMER, SCOPE, API, Map.of("jti", jti));

        assertThat(fixture.validator().validate(token, SCOPE).tokenId()).isEmpty();
    }

    @Test
    void the_same_token_is_accepted_until_it_expires() throws ReceivedTokenException {
        MaskinportenTokenValidator validator = fixture.validator();
        String token = fixture.token();

        for (int call = 0; call < 3; call++) {
            assertThat(validator.validate(token, SCOPE).consumer()).isEqualTo(CONSUMER);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_exception_shows_the_reason_and_nothing_of_the_token(WrongToken kind) {
        String token = fixture.wrong(kind);

        ReceivedTokenException refused = catchThrowableOfType(
                ReceivedTokenException.class, () -> fixture.validator().validate(token, SCOPE));

        assertThat(refused)
                .hasMessage("The access token is not accepted: " + reason(kind).word())
                .hasNoCause();
        assertThat(refused.toString()).doesNotContain(CONSUMER, SCOPE, API);
    }

    @Test
    void a_refusal_knows_the_consumer_only_if_maskinporten_signed_it() {
        MaskinportenTokenValidator validator = fixture.validator();

        ReceivedTokenException expired = catchThrowableOfType(
                ReceivedTokenException.class, () -> validator.validate(fixture.wrong(WrongToken.EXPIRED), SCOPE));
        ReceivedTokenException forged = catchThrowableOfType(
                ReceivedTokenException.class,
                () -> validator.validate(fixture.wrong(WrongToken.FOREIGN_SIGNATURE), SCOPE));

        assertThat(expired.consumer()).isEqualTo(CONSUMER);
        assertThat(expired.tokenId()).hasSize(43);
        assertThat(forged.consumer()).isEmpty();
        assertThat(forged.tokenId()).isEmpty();
    }

    @Test
    void a_validator_reads_the_configuration() throws ReceivedTokenException {
        try (MaskinportenTwin real = MaskinportenTwin.builder().start();
                MaskinportenTokenValidator validator = MaskinportenTokenValidator.of(ConfigValues.of(Map.of(
                        "portnokkel.receive.environment",
                        "lab",
                        "portnokkel.receive.audience",
                        API,
                        "portnokkel.environments.lab.issuer",
                        real.issuer().toString())))) {
            assertThat(validator
                            .validate(real.tokenFor(CONSUMER, SCOPE, API), SCOPE)
                            .consumer())
                    .isEqualTo(CONSUMER);
        }
    }

    @Test
    void without_settings_there_is_no_validator_and_the_text_says_what_to_do() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaskinportenTokenValidator.of(ConfigValues.of(Map.of())))
                .withMessageContainingAll("portnokkel.receive.environment", "portnokkel.receive.audience");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaskinportenTokenValidator.of(ConfigValues.of(
                        Map.of("portnokkel.receive.environment", "test", "portnokkel.receive.audience", "bank"))))
                .withMessageContaining("portnokkel.receive.audience");
    }

    @Test
    void closing_ends_all_threads() throws ReceivedTokenException, InterruptedException {
        fixture.closeValidators();
        MaskinportenTokenValidator validator = fixture.validator();
        validator.validate(fixture.token(), SCOPE);
        List<Thread> started = List.copyOf(fixture.threads);
        assertThat(started).isNotEmpty();

        validator.close();

        for (Thread thread : started) {
            thread.join();
        }
    }

    private String ofSupplier(String number) {
        return fixture.twin.tokenFor(
                CONSUMER, SCOPE, API, Map.of("supplier", Map.of("authority", NUMBERS, "ID", "0192:" + number)));
    }

    private String ofConsumer(String authority, String id) {
        return fixture.twin.tokenFor(
                CONSUMER, SCOPE, API, Map.of("consumer", Map.of("authority", authority, "ID", id)));
    }

    private static String outcome(MaskinportenTokenValidator validator, String token) {
        try {
            validator.validate(token, SCOPE);
            return "accepted";
        } catch (ReceivedTokenException refused) {
            return refused.reason().word();
        }
    }
}
