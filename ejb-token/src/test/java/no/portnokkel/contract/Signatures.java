package no.portnokkel.contract;

import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists the public signatures of a type by reflection, one per line. */
final class Signatures {
    /** Methods that every object has. */
    static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    private static final int API = Modifier.PUBLIC | Modifier.PROTECTED;

    /** Reflection reports variable arity as {@code transient}. */
    private static final int NOT_API = Modifier.SYNCHRONIZED | Modifier.FINAL | Modifier.TRANSIENT;

    private Signatures() {}

    /** Returns the facts of a type and its public member types. */
    static Stream<String> of(Class<?> type) {
        Stream<String> own = Stream.of(
                        Stream.of(declaration(type)),
                        serialVersion(type).stream(),
                        meta(type),
                        components(type),
                        Arrays.stream(type.getDeclaredFields())
                                .filter(field -> isApi(field.getModifiers()) && !field.isSynthetic())
                                .map(Signatures::field),
                        Arrays.stream(type.getDeclaredConstructors())
                                .filter(constructor -> isApi(constructor.getModifiers()))
                                .map(constructor -> "constructor " + parameters(constructor) + thrown(constructor)),
                        Arrays.stream(type.getDeclaredMethods())
                                .filter(method -> isApi(method.getModifiers()) && !method.isSynthetic())
                                .filter(method -> !OF_EVERY_OBJECT.contains(method.getName()))
                                .map(Signatures::method))
                .flatMap(facts -> facts)
                .map(fact -> type.getName() + ": " + fact);
        return Stream.concat(own, members(type).flatMap(Signatures::of));
    }

    /** Returns the public member types of a type. */
    static Stream<Class<?>> members(Class<?> type) {
        return Arrays.stream(type.getDeclaredClasses()).filter(member -> Modifier.isPublic(member.getModifiers()));
    }

    private static String declaration(Class<?> type) {
        String parents = Stream.concat(
                        Optional.ofNullable(type.getGenericSuperclass()).stream(),
                        Arrays.stream(type.getGenericInterfaces()))
                .map(Type::getTypeName)
                .filter(name -> !name.equals("java.lang.Object"))
                .sorted()
                .collect(Collectors.joining(", "));
        return kind(type) + (parents.isEmpty() ? "" : " is " + parents);
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "annotation";
        }
        if (type.isRecord()) {
            return "record";
        }
        if (type.isEnum()) {
            return "enum";
        }
        if (type.isInterface()) {
            return type.isSealed() ? "sealed interface" : "interface";
        }
        String modifiers = Modifier.toString(type.getModifiers() & (Modifier.FINAL | Modifier.ABSTRACT));
        return (modifiers + (type.isSealed() ? " sealed class" : " class")).strip();
    }

    private static Optional<String> serialVersion(Class<?> type) {
        return !Serializable.class.isAssignableFrom(type) || type.isInterface() || type.isEnum()
                ? Optional.empty()
                : Optional.of(
                        "serialVersionUID " + ObjectStreamClass.lookup(type).getSerialVersionUID());
    }

    private static Stream<String> meta(Class<?> type) {
        return Arrays.stream(type.getDeclaredAnnotations())
                .filter(annotation -> type.isAnnotation())
                .map(annotation -> annotation instanceof Target || annotation instanceof Retention
                        ? annotation.toString()
                        : "@" + annotation.annotationType().getName());
    }

    private static Stream<String> components(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents(); // null unless it is a record
        return type.isRecord()
                ? Stream.of("components "
                        + Arrays.stream(components)
                                .map(one -> one.getGenericType().getTypeName() + " " + one.getName())
                                .collect(Collectors.joining(", ", "(", ")")))
                : Stream.empty();
    }

    private static String field(Field field) {
        if (field.isEnumConstant()) {
            return "constant " + field.getName();
        }
        return "field " + Modifier.toString(field.getModifiers()) + " "
                + field.getGenericType().getTypeName() + " " + field.getName()
                + (field.getType() == String.class && Modifier.isStatic(field.getModifiers()) ? value(field) : "");
    }

    private static String value(Field field) {
        try {
            return " = " + field.get(null);
        } catch (IllegalAccessException impossible) { // it is public, in a public type
            throw new IllegalStateException(impossible);
        }
    }

    private static String method(Method method) {
        String modifiers = Modifier.toString(method.getModifiers() & ~NOT_API);
        return "method " + (method.isDefault() ? "default " : "") + modifiers + " "
                + method.getGenericReturnType().getTypeName() + " " + method.getName() + parameters(method)
                + thrown(method) + annotationDefault(method);
    }

    private static String annotationDefault(Method method) {
        if (!method.getDeclaringClass().isAnnotation()) {
            return "";
        }
        String markers = Arrays.stream(method.getDeclaredAnnotations())
                .map(annotation -> " @" + annotation.annotationType().getName())
                .collect(Collectors.joining());
        Object value = method.getDefaultValue(); // null: the member is required
        if (value == null) {
            return markers;
        }
        return markers + " default " + (value instanceof Object[] array ? Arrays.toString(array) : "\"" + value + "\"");
    }

    private static String parameters(Executable executable) {
        return Arrays.stream(executable.getGenericParameterTypes())
                .map(Type::getTypeName)
                .collect(Collectors.joining(", ", "(", executable.isVarArgs() ? "...)" : ")"));
    }

    private static String thrown(Executable executable) {
        String types = Arrays.stream(executable.getGenericExceptionTypes())
                .map(Type::getTypeName)
                .sorted()
                .collect(Collectors.joining(", "));
        return types.isEmpty() ? "" : " throws " + types;
    }

    private static boolean isApi(int modifiers) {
        return (modifiers & API) != 0;
    }
}
