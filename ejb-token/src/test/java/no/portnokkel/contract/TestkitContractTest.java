package no.portnokkel.contract;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import no.portnokkel.testkit.MaskinportenTwin;
import no.portnokkel.testkit.MaskinportenTwinExtension;
import no.portnokkel.testkit.ReceivedGrant;
import no.portnokkel.testkit.ScriptedAnswer;
import no.portnokkel.testkit.TwinBuilder;
import no.portnokkel.testkit.assertion.GrantAssert;
import no.portnokkel.testkit.ca.CertificateClass;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.SigningRequest;
import no.portnokkel.testkit.ca.TestAuthority;
import no.portnokkel.testkit.hsm.FaultShim;
import no.portnokkel.testkit.hsm.SoftHsmToken;
import no.portnokkel.testkit.hsm.TokenKey;
import no.portnokkel.testkit.refusal.KnownRefusal;
import no.portnokkel.testkit.registry.Consent;
import no.portnokkel.testkit.registry.Delegation;
import no.portnokkel.testkit.registry.IntegrationType;
import no.portnokkel.testkit.registry.PersonNumber;
import no.portnokkel.testkit.registry.RegisteredClient;
import no.portnokkel.testkit.registry.RegisteredKey;
import no.portnokkel.testkit.registry.RegisteredScope;
import no.portnokkel.testkit.registry.Registry;
import no.portnokkel.testkit.registry.ScopeAccess;
import no.portnokkel.testkit.registry.SystemUser;
import no.portnokkel.testkit.token.TokenStyle;
import no.portnokkel.testkit.token.WrongToken;
import org.junit.jupiter.api.Test;

/** The names in the testkit that a bank's own tests use. */
class TestkitContractTest {
    private static final List<Class<?>> TYPES = List.of(
            MaskinportenTwin.class,
            MaskinportenTwinExtension.class,
            TwinBuilder.class,
            ScriptedAnswer.class,
            ReceivedGrant.class,
            GrantAssert.class,
            TestAuthority.class,
            OrganisationCertificate.class,
            SigningRequest.class,
            CertificateClass.class,
            Pem.class,
            SoftHsmToken.class,
            TokenKey.class,
            FaultShim.class,
            KnownRefusal.class,
            TokenStyle.class,
            WrongToken.class,
            Registry.class,
            RegisteredClient.class,
            RegisteredKey.class,
            RegisteredScope.class,
            ScopeAccess.class,
            IntegrationType.class,
            Delegation.class,
            Consent.class,
            SystemUser.class,
            PersonNumber.class);

    @Test
    void types_and_methods_have_the_recorded_names() {
        ContractRecord.assertUnchanged("testkit", TYPES.stream().flatMap(TestkitContractTest::names));
    }

    private static Stream<String> names(Class<?> type) {
        Stream<String> constants =
                type.isEnum() ? Arrays.stream(type.getEnumConstants()).map(Object::toString) : Stream.empty();
        Stream<String> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !Signatures.OF_EVERY_OBJECT.contains(method.getName()))
                .map(Method::getName);
        Stream<String> own = Stream.concat(
                Stream.of(type.getName()), Stream.concat(constants, methods).map(name -> type.getName() + "." + name));
        return Stream.concat(own, Signatures.members(type).flatMap(TestkitContractTest::names));
    }
}
