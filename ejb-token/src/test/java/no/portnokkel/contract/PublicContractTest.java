package no.portnokkel.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.Portnokkel;
import no.portnokkel.inject.ConsumerOrgContext;
import no.portnokkel.inject.Maskinporten;
import no.portnokkel.inject.MaskinportenFeature;
import no.portnokkel.maskinporten.AccessToken;
import no.portnokkel.maskinporten.AuthorizationDetail;
import no.portnokkel.maskinporten.ConsentMismatchException;
import no.portnokkel.maskinporten.NationalIdentityNumber;
import no.portnokkel.maskinporten.OrganisationNumber;
import no.portnokkel.maskinporten.Scope;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.Tokens;
import no.portnokkel.maskinporten.altinn.ConsentToken;
import no.portnokkel.maskinporten.bearer.MaskinportenHttpClient;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.refusal.ErrorAnswer;
import no.portnokkel.maskinporten.refusal.Explanation;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.maskinporten.refusal.Retry;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import no.portnokkel.receive.MaskinportenCaller;
import no.portnokkel.receive.MaskinportenTokenValidator;
import no.portnokkel.receive.ReceivedTokenException;
import no.portnokkel.receive.RequiresMaskinporten;
import org.junit.jupiter.api.Test;

/** The types that a bank's application imports. */
class PublicContractTest {
    private static final List<Class<?>> TYPES = List.of(
            Portnokkel.class,
            ConfigValues.class,
            Maskinporten.class,
            ConsumerOrgContext.class,
            MaskinportenFeature.class,
            MaskinportenHttpClient.class,
            Tokens.class,
            TokenRequest.class,
            AccessToken.class,
            Scope.class,
            OrganisationNumber.class,
            NationalIdentityNumber.class,
            AuthorizationDetail.class,
            ConsentToken.class,
            TokenException.class,
            TokenRefusedException.class,
            TokenUnavailableException.class,
            ConsentMismatchException.class,
            Refusal.class,
            ErrorAnswer.class,
            Explanation.class,
            Retry.class,
            RequiresMaskinporten.class,
            MaskinportenTokenValidator.class,
            MaskinportenCaller.class,
            ReceivedTokenException.class,
            Problem.class,
            ProblemCode.class,
            Owner.class,
            Text.class);

    private static final Pattern OUR_TYPE = Pattern.compile("no\\.portnokkel\\.([a-z.]+\\.)?[A-Z][A-Za-z$]*");

    @Test
    void types_have_the_recorded_signatures() {
        ContractRecord.assertUnchanged("signatures", TYPES.stream().flatMap(Signatures::of));
    }

    @Test
    void every_type_that_a_signature_names_is_recorded_itself() {
        Set<String> recorded = TYPES.stream()
                .flatMap(type -> Stream.concat(Stream.of(type), Signatures.members(type)))
                .map(Class::getName)
                .collect(Collectors.toSet());

        assertThat(TYPES.stream()
                        .flatMap(Signatures::of)
                        .map(OUR_TYPE::matcher)
                        .flatMap(Matcher::results)
                        .map(match -> match.group()))
                .allMatch(recorded::contains);
    }
}
