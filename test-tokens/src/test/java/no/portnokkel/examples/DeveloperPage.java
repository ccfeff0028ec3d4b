package no.portnokkel.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page for developers.
 *
 * @param name of the file
 * @param text in Markdown
 */
record DeveloperPage(String name, String text) {
    static final Path FOLDER = Path.of("../docs/developer");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");

    static DeveloperPage read(String name) {
        return read(FOLDER.resolve(name));
    }

    static List<DeveloperPage> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(DeveloperPage::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static DeveloperPage read(Path file) {
        try {
            return new DeveloperPage(file.getFileName().toString(), Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the Java blocks, in order. */
    List<JavaExample> examples() {
        return blocks("java").stream().map(JavaExample::new).toList();
    }

    /** Returns the block that declares this type. */
    JavaExample example(String typeName) {
        return examples().stream()
                .filter(JavaExample::isComplete)
                .filter(example -> example.typeName().equals(typeName))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no block that declares " + typeName));
    }

    /** Returns the blocks of a language, in order. */
    List<String> blocks(String language) {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(1).equals(language)) {
                blocks.add(block.group(2));
            }
        }
        return blocks;
    }

    @Override
    public String toString() {
        return name;
    }
}
