package no.portnokkel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A recipe, compiled into a folder of its own, in the class loader of an application that has nothing else. */
final class CompiledRecipe implements AutoCloseable {
    private final Path classes;
    private final URLClassLoader loader;
    private final String typeName;

    private CompiledRecipe(Path classes, URLClassLoader loader, String typeName) {
        this.classes = classes;
        this.loader = loader;
        this.typeName = typeName;
    }

    /**
     * Compiles the block of the recipes that declares a type.
     *
     * @param folder that must not exist
     * @param settings the MicroProfile configuration of the application
     */
    static CompiledRecipe of(String typeName, Path folder, Map<String, String> settings) {
        try {
            Files.createDirectories(folder.resolve("META-INF"));
            Properties configuration = new Properties();
            configuration.putAll(settings);
            try (var file = Files.newBufferedWriter(folder.resolve("META-INF/microprofile-config.properties"))) {
                configuration.store(file, null);
            }
            assertThat(DeveloperPage.read("recipes.md").example(typeName).compile(folder))
                    .isEmpty();
            return new CompiledRecipe(
                    folder, new ApplicationLoader(folder.toUri().toURL()), typeName);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    Path classes() {
        return classes;
    }

    ClassLoader loader() {
        return loader;
    }

    /** Returns the type that the recipe declares. */
    Class<?> type() {
        try {
            return loader.loadClass(typeName);
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /** Returns the type and those that are nested in it. */
    Class<?>[] types() {
        return Stream.concat(Stream.of(type()), Arrays.stream(type().getDeclaredClasses()))
                .toArray(Class<?>[]::new);
    }

    /** Creates an instance with the only constructor. */
    Object create(Object... arguments) {
        try {
            return type().getDeclaredConstructors()[0].newInstance(arguments);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /**
     * Calls a public method.
     *
     * @param target of this or a nested type; null for a static method
     * @throws RuntimeException as the method
     */
    @Nullable
    static Object call(Class<?> type, @Nullable Object target, String method, Object... arguments) {
        try {
            return Arrays.stream(type.getMethods())
                    .filter(one -> one.getName().equals(method) && one.getParameterCount() == arguments.length)
                    .findFirst()
                    .orElseThrow(() -> new NoSuchMethodException(type + "." + method))
                    .invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException unclosable) {
            throw new UncheckedIOException(unclosable);
        }
    }

    /** Hides the {@code beans.xml} of these tests, whose beans are no part of the application. */
    private static final class ApplicationLoader extends URLClassLoader {
        private static final String TESTS = CompiledRecipe.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();

        ApplicationLoader(URL classes) {
            super(new URL[] {classes}, CompiledRecipe.class.getClassLoader());
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            List<URL> found = new ArrayList<>(Collections.list(super.getResources(name)));
            found.removeIf(resource -> resource.toString().startsWith(TESTS));
            return Collections.enumeration(found);
        }
    }
}
