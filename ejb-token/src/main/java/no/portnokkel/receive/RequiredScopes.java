package no.portnokkel.receive;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import no.portnokkel.maskinporten.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Finds the annotation of a method: on the method itself or the one that it overrides, else on the class, its superclasses and
 * interfaces. The class may be a proxy, which has the annotations of its superclass only.
 */
final class RequiredScopes {
    private RequiredScopes() {}

    /**
     * Returns the scopes; empty if there is no annotation.
     *
     * @throws IllegalArgumentException if there is one without scopes, or with a text that is no scope
     */
    static Optional<List<String>> of(Class<?> type, Method method) {
        Set<Class<?>> hierarchy = new LinkedHashSet<>();
        addHierarchy(type, hierarchy);
        addHierarchy(method.getDeclaringClass(), hierarchy);
        Stream<RequiresMaskinporten> ofMethods = Stream.concat(
                        Stream.of(method),
                        hierarchy.stream()
                                .flatMap(parent -> Arrays.stream(parent.getDeclaredMethods()))
                                .filter(other -> isOverridden(other, method)))
                .flatMap(
                        candidate -> Optional.ofNullable(candidate.getAnnotation(RequiresMaskinporten.class)).stream());
        Stream<RequiresMaskinporten> ofTypes = hierarchy.stream()
                .flatMap(parent ->
                        Optional.ofNullable(parent.getDeclaredAnnotation(RequiresMaskinporten.class)).stream());
        return Stream.concat(ofMethods, ofTypes).findFirst().map(annotation -> scopes(annotation, method));
    }

    /** Superclasses before interfaces. */
    private static void addHierarchy(Class<?> type, Set<Class<?>> hierarchy) {
        List<Class<?>> classes = new ArrayList<>();
        for (@Nullable Class<?> parent = type; parent != null; parent = parent.getSuperclass()) {
            classes.add(parent);
        }
        hierarchy.addAll(classes);
        classes.forEach(parent -> addInterfaces(parent, hierarchy));
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> hierarchy) {
        for (Class<?> parent : type.getInterfaces()) {
            hierarchy.add(parent);
            addInterfaces(parent, hierarchy);
        }
    }

    /** A parameter of a generic interface has a wider type there. */
    private static boolean isOverridden(Method other, Method method) {
        Class<?>[] wide = other.getParameterTypes();
        Class<?>[] narrow = method.getParameterTypes();
        if (!other.getName().equals(method.getName()) || wide.length != narrow.length) {
            return false;
        }
        for (int index = 0; index < wide.length; index++) {
            if (!wide[index].isAssignableFrom(narrow[index])) {
                return false;
            }
        }
        return true;
    }

    private static List<String> scopes(RequiresMaskinporten annotation, Method method) {
        if (annotation.scope().length == 0) {
            throw new IllegalArgumentException("@RequiresMaskinporten of " + method + " has no scope; add one.");
        }
        return Arrays.stream(annotation.scope())
                .map(Scope::new)
                .map(Scope::value)
                .toList();
    }
}
