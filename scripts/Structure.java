import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Prints the structure of the main code of all modules and ends with 1 when a limit is exceeded. Run by
 * {@code scripts/structure}, so it needs nothing but a JDK.
 *
 * <p>A line of code is one that is not blank, not a comment and not an import. Dependencies between packages are read
 * from imports; a package does not import itself.
 */
public final class Structure {
    private static final int MAX_LINES = 200;
    private static final int MAX_TYPES = 20;
    private static final double MAX_PUBLIC = 0.55;

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?(no\\.portnokkel(?:\\.[a-z]\\w*)*)\\.");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "(?m)^public (?:(?:abstract|final|sealed|non-sealed) )*(?:class|interface|record|enum|@interface) ");
    private static final Pattern COMMENT = Pattern.compile("\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);

    private record SourceFile(Path path, String module, String packageName, long lines, boolean isPublic) {}

    private final List<SourceFile> files = new ArrayList<>();
    private final Map<String, Set<String>> imports = new TreeMap<>();

    public static void main(String[] arguments) throws IOException {
        Structure structure = new Structure();
        structure.read(Path.of(arguments.length == 0 ? "." : arguments[0]));
        List<String> failures = structure.print();
        failures.forEach(failure -> System.out.println("FAILED  " + failure));
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    private void read(Path root) throws IOException {
        List<Path> sources;
        try (Stream<Path> walk = Files.walk(root, 16)) {
            sources = walk.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> path.toString().contains("/src/main/java/"))
                    .filter(path -> !path.toString().contains("/target/"))
                    .filter(path -> !path.startsWith(root.resolve(".demo")))
                    .filter(path -> !path.endsWith("package-info.java"))
                    .sorted()
                    .toList();
        }
        for (Path path : sources) {
            String text = Files.readString(path);
            Matcher name = PACKAGE.matcher(text);
            if (!name.find()) {
                throw new IOException(path + " has no package");
            }
            String module = root.relativize(path).toString().split("/src/main/java/")[0];
            String code = COMMENT.matcher(text).replaceAll(found -> found.group().startsWith("/")
                    ? ""
                    : Matcher.quoteReplacement(found.group()));
            long lines = code.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("import ") && !line.startsWith("package "))
                    .count();
            files.add(new SourceFile(path, module, name.group(1), lines, PUBLIC_TYPE.matcher(code).find()));
            Set<String> targets = imports.computeIfAbsent(name.group(1), key -> new TreeSet<>());
            IMPORT.matcher(code).results().map(found -> found.group(1)).forEach(targets::add);
            targets.remove(name.group(1));
        }
    }

    private List<String> print() {
        List<String> failures = new ArrayList<>();
        System.out.printf("%-30s %6s %9s %7s %6s %8s%n", "module", "types", "packages", "median", "p90", "public");
        files.stream().map(SourceFile::module).distinct().sorted().forEach(module -> line(
                module, files.stream().filter(file -> file.module().equals(module)).toList()));
        line("all", files);
        files.stream()
                .filter(file -> file.lines() > MAX_LINES)
                .forEach(file -> failures.add(
                        file.path() + " has " + file.lines() + " lines of code; at most " + MAX_LINES));
        Map<String, Integer> types = new TreeMap<>();
        files.forEach(file -> types.merge(file.packageName(), 1, Integer::sum));
        types.forEach((name, count) -> {
            if (count > MAX_TYPES) {
                failures.add(name + " has " + count + " types; at most " + MAX_TYPES);
            }
        });
        double share = publicShare(files);
        if (share > MAX_PUBLIC) {
            failures.add(String.format(
                    Locale.ROOT, "%.1f %% of the types are public; at most %.0f %%", 100 * share, 100 * MAX_PUBLIC));
        }
        cycles().forEach(cycle -> failures.add("package cycle: " + String.join(", ", cycle)));
        return failures;
    }

    private static void line(String name, List<SourceFile> part) {
        List<Long> sizes = part.stream().map(SourceFile::lines).sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%-30s %6d %9d %7d %6d %6.0f %%%n",
                name,
                part.size(),
                part.stream().map(SourceFile::packageName).distinct().count(),
                sizes.get(sizes.size() / 2),
                sizes.get(sizes.size() * 9 / 10),
                100 * publicShare(part));
    }

    private static double publicShare(List<SourceFile> part) {
        return (double) part.stream().filter(SourceFile::isPublic).count() / part.size();
    }

    /** Strongly connected components of more than one package (Tarjan). */
    private List<List<String>> cycles() {
        List<List<String>> found = new ArrayList<>();
        Map<String, Integer> index = new HashMap<>();
        Map<String, Integer> low = new HashMap<>();
        Deque<String> stack = new ArrayDeque<>();
        imports.keySet().forEach(name -> {
            if (!index.containsKey(name)) {
                connect(name, index, low, stack, found);
            }
        });
        return found;
    }

    private void connect(
            String name,
            Map<String, Integer> index,
            Map<String, Integer> low,
            Deque<String> stack,
            List<List<String>> found) {
        index.put(name, index.size());
        low.put(name, index.get(name));
        stack.push(name);
        for (String target : imports.getOrDefault(name, Set.of())) {
            if (!imports.containsKey(target)) {
                continue;
            }
            if (!index.containsKey(target)) {
                connect(target, index, low, stack, found);
                low.merge(name, low.get(target), Math::min);
            } else if (stack.contains(target)) {
                low.merge(name, index.get(target), Math::min);
            }
        }
        if (low.get(name).equals(index.get(name))) {
            List<String> component = new ArrayList<>();
            String member;
            do {
                member = stack.pop();
                component.add(member);
            } while (!member.equals(name));
            if (component.size() > 1) {
                found.add(component.stream().sorted().toList());
            }
        }
    }
}
