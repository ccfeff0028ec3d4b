package no.portnokkel.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredScopesTest {
    private static final List<String> OF_CLASS = List.of("bits:class");
    private static final List<String> OF_METHOD = List.of("bits:method", "bits:other");

    @RequiresMaskinporten(scope = "bits:class")
    static class Annotated {
        public void plain() {}

        @RequiresMaskinporten(scope = {"bits:method", "bits:other"})
        public void own() {}
    }

    /** As a container makes it: it overrides methods, and has no annotations. */
    static class Proxy extends Annotated {
        @Override
        public void plain() {}

        @Override
        public void own() {}
    }

    static class Open {
        public void plain() {}

        @RequiresMaskinporten(scope = {"bits:method", "bits:other"})
        public void own() {}
    }

    @RequiresMaskinporten(scope = "bits:class")
    interface Contract {
        void plain();

        @RequiresMaskinporten(scope = {"bits:method", "bits:other"})
        void own();
    }

    interface Further extends Contract {}

    static class OfInterface extends Open implements Further {
        @Override
        public void plain() {}

        @Override
        public void own() {}
    }

    interface Generic<T> {
        @RequiresMaskinporten(scope = {"bits:method", "bits:other"})
        void put(T value);
    }

    static class OfGeneric implements Generic<String> {
        @Override
        public void put(String value) {}
    }

    static class Wrong {
        @RequiresMaskinporten(scope = {})
        public void none() {}

        @RequiresMaskinporten(scope = "kontoinformasjon")
        public void noScope() {}
    }

    @ParameterizedTest
    @ValueSource(classes = {Annotated.class, Proxy.class, Contract.class, OfInterface.class})
    void an_annotation_of_a_class_its_superclass_or_interface_counts(Class<?> type) throws NoSuchMethodException {
        assertThat(RequiredScopes.of(type, type.getMethod("plain"))).contains(OF_CLASS);
    }

    @ParameterizedTest
    @ValueSource(classes = {Annotated.class, Proxy.class, Open.class, Contract.class, OfInterface.class})
    void the_annotation_of_a_method_or_the_one_that_it_overrides_counts_first(Class<?> type)
            throws NoSuchMethodException {
        assertThat(RequiredScopes.of(type, type.getMethod("own"))).contains(OF_METHOD);
    }

    @Test
    void the_class_of_an_object_counts_when_the_method_is_that_of_its_superclass() throws NoSuchMethodException {
        assertThat(RequiredScopes.of(OfInterface.class, Open.class.getMethod("plain")))
                .contains(OF_CLASS);
    }

    @Test
    void a_method_of_a_generic_interface_protects_the_one_that_implements_it() {
        for (Method method : Arrays.stream(OfGeneric.class.getDeclaredMethods())
                .filter(declared -> declared.getName().equals("put"))
                .toList()) {
            assertThat(RequiredScopes.of(OfGeneric.class, method)).contains(OF_METHOD);
        }
    }

    @Test
    void a_method_without_annotation_is_open() throws NoSuchMethodException {
        assertThat(RequiredScopes.of(Open.class, Open.class.getMethod("plain"))).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "noScope"})
    void an_annotation_without_a_scope_fails_the_deployment(String method) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequiredScopes.of(Wrong.class, Wrong.class.getMethod(method)));
    }
}
