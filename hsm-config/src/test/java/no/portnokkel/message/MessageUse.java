package no.portnokkel.message;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The places in the main code of all modules that name a message: {@code Text.message("key", Map.of(…))}, {@code
 * Problem.of(code, "key", Map.of(…))}, and {@code messageKey()} with {@code arguments()} of an {@code Explained}.
 * Read from the source code, since compiled code does not show which arguments belong to which key.
 *
 * @param file the source file
 * @param key literal key, or the literal start of a computed key, which ends with a dot
 * @param arguments names given at the place; empty when they are not literal
 */
record MessageUse(String file, String key, Optional<Set<String>> arguments) {

    /** Returns whether the key is only the start of a computed key, such as {@code "token-flag."}. */
    boolean isFamily() {
        return key.endsWith(".");
    }

    static List<MessageUse> inMainCode() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources()));
            List<MessageUse> uses = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new Finder(unit.getSourceFile().getName(), uses), null);
            }
            return uses;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the main code of the modules with texts for people. */
    static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("hsm-config", "ejb-token", "web-admin")) {
            try (Stream<Path> walk = Files.walk(Path.of("..", module, "src/main/java"))) {
                walk.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private static final class Finder extends TreeScanner<Void, Void> {
        private final String file;
        private final List<MessageUse> uses;

        Finder(String file, List<MessageUse> uses) {
            this.file = file;
            this.uses = uses;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            List<? extends ExpressionTree> given = call.getArguments();
            String method = call.getMethodSelect().toString();
            if (method.equals("Text.message")) {
                add(given.get(0), List.of(""), argumentNames(given, 1));
            } else if (method.endsWith("Problem.of") || method.endsWith("ProblemException.of")) {
                add(given.get(1), List.of(".detail", ".remedy"), argumentNames(given, 2));
            }
            return super.visitMethodInvocation(call, null);
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            Optional<ExpressionTree> key = returned(type, "messageKey");
            if (key.isPresent()) {
                Optional<Set<String>> names = returned(type, "arguments")
                        .map(map -> argumentNames(List.of(map), 0))
                        .orElseGet(() -> Optional.of(Set.of()));
                add(key.get(), List.of(".detail", ".remedy"), names);
            }
            return super.visitClass(type, null);
        }

        private void add(ExpressionTree key, List<String> endings, Optional<Set<String>> names) {
            if (key instanceof ConditionalExpressionTree choice) {
                add(choice.getTrueExpression(), endings, names);
                add(choice.getFalseExpression(), endings, names);
            } else if (key instanceof LiteralTree literal && literal.getValue() instanceof String text) {
                endings.forEach(ending -> uses.add(new MessageUse(file, text + ending, names)));
            } else if (key instanceof BinaryTree) {
                Tree first = key;
                while (first instanceof BinaryTree sum) {
                    first = sum.getLeftOperand();
                }
                if (first instanceof LiteralTree literal && literal.getValue() instanceof String text) {
                    uses.add(new MessageUse(file, text, Optional.empty()));
                }
            }
        }

        private static Optional<ExpressionTree> returned(ClassTree type, String method) {
            return type.getMembers().stream()
                    .filter(MethodTree.class::isInstance)
                    .map(MethodTree.class::cast)
                    .filter(member -> member.getName().contentEquals(method) && member.getBody() != null)
                    .flatMap(member -> member.getBody().getStatements().stream())
                    .filter(ReturnTree.class::isInstance)
                    .map(statement -> ((ReturnTree) statement).getExpression())
                    .findFirst();
        }

        private static Optional<Set<String>> argumentNames(List<? extends ExpressionTree> given, int position) {
            if (given.size() <= position) {
                return Optional.of(Set.of());
            }
            if (!(given.get(position) instanceof MethodInvocationTree map)
                    || !map.getMethodSelect().toString().equals("Map.of")) {
                return Optional.empty();
            }
            Set<String> names = new TreeSet<>();
            for (int index = 0; index < map.getArguments().size(); index += 2) {
                names.add(
                        ((LiteralTree) map.getArguments().get(index)).getValue().toString());
            }
            return Optional.of(names);
        }
    }
}
