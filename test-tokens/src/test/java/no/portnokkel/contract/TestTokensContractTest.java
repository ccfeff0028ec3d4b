package no.portnokkel.contract;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import no.portnokkel.test.TestTokens;
import org.junit.jupiter.api.Test;

/** What the tests of a bank's application call. */
class TestTokensContractTest {
    @Test
    void methods_have_the_recorded_signatures() {
        ContractRecord.assertUnchanged(
                "test-tokens",
                Arrays.stream(TestTokens.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                        .map(Method::toGenericString)
                        .map(signature -> signature.replace("synchronized ", "")));
    }
}
