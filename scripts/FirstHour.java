import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Does what a page says, block by block: writes its files and runs its commands. Run by {@code scripts/first-hour}.
 *
 * <p>The line of text before a block says what it is. If it ends with a path in code quotes and a colon, the block is that file. If it
 * ends with {@code Terminal N:}, the block is for that terminal. There a line that begins with {@code "$ "} is a command, which goes on
 * in the next line after a backslash. The other lines are what it prints, in any order and with more between them; {@code …} stands for
 * any text. A block that is neither is an error, so no block is left out.
 *
 * <p>A command has to end with 0. The last one of a block for another terminal than the first has to go on; it is stopped before the
 * next block for its terminal, and at the end.
 */
public final class FirstHour {
    private static final Pattern FENCE = Pattern.compile("```[a-z]*");
    private static final Pattern FILE = Pattern.compile(".*`([^`]+)`:");
    private static final Pattern TERMINAL = Pattern.compile(".*[Tt]erminal ([0-9]):");
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:([0-9]+)");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final int FIRST_TERMINAL = 1;
    private static final int MINUTES_PER_COMMAND = 10;
    private static final int SECONDS_TO_STOP = 30;
    private static final int LINES_OF_LOG = 60;

    private record Block(int line, String label, List<String> content) {}

    private record Command(String text, List<String> output) {}

    private final Path folder;
    private final Path logs;
    private final Map<Integer, Process> running = new HashMap<>();
    private int commands;

    private FirstHour(Path folder, Path logs) {
        this.folder = folder;
        this.logs = logs;
    }

    /** Arguments: the page, the empty folder of the reader, and a folder for what the commands print. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        FirstHour reader = new FirstHour(Path.of(arguments[1]), Path.of(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> List.copyOf(reader.running.keySet()).forEach(reader::stop)));
        try {
            List<String> page = Files.readAllLines(Path.of(arguments[0]));
            requireFreePorts(page);
            for (Block block : blocks(page)) {
                reader.follow(block);
            }
        } catch (IllegalStateException wrong) {
            System.err.println(arguments[0] + ": " + wrong.getMessage());
            System.exit(1);
        }
    }

    private static void requireFreePorts(List<String> page) {
        PORT.matcher(String.join("\n", page)).results().map(port -> port.group(1)).distinct().forEach(port -> {
            try {
                new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress()).close();
            } catch (IOException used) {
                throw new IllegalStateException("port " + port + " is in use; stop the process that listens there");
            }
        });
    }

    private static List<Block> blocks(List<String> page) {
        List<Block> blocks = new ArrayList<>();
        String label = "";
        for (int line = 0; line < page.size(); line++) {
            if (FENCE.matcher(page.get(line)).matches()) {
                int start = line + 1;
                do {
                    line++;
                } while (!page.get(line).equals("```"));
                blocks.add(new Block(start, label, page.subList(start, line)));
                label = "";
            } else if (!page.get(line).isBlank()) {
                label = page.get(line);
            }
        }
        return blocks;
    }

    private void follow(Block block) throws IOException, InterruptedException {
        Matcher file = FILE.matcher(block.label());
        Matcher terminal = TERMINAL.matcher(block.label());
        if (file.matches()) {
            Path path = folder.resolve(file.group(1));
            Files.createDirectories(path.getParent());
            Files.write(path, block.content());
        } else if (terminal.matches()) {
            run(commands(block), Integer.parseInt(terminal.group(1)));
        } else {
            throw new IllegalStateException(
                    "line " + block.line() + ": the text before the block names neither its file nor its terminal");
        }
    }

    private static List<Command> commands(Block block) {
        List<Command> commands = new ArrayList<>();
        for (String line : block.content()) {
            int last = commands.size() - 1;
            if (last >= 0 && commands.get(last).text().endsWith("\\")) {
                commands.set(last, new Command(commands.get(last).text() + "\n" + line, new ArrayList<>()));
            } else if (line.startsWith("$ ")) {
                commands.add(new Command(line.substring(2), new ArrayList<>()));
            } else if (commands.isEmpty()) {
                throw new IllegalStateException("line " + block.line() + ": the block does not begin with a command");
            } else {
                commands.get(last).output().add(line);
            }
        }
        return commands;
    }

    private void run(List<Command> block, int terminal) throws IOException, InterruptedException {
        stop(terminal);
        for (Command command : block) {
            long start = System.nanoTime();
            boolean goesOn = terminal != FIRST_TERMINAL && command.equals(block.get(block.size() - 1));
            run(command, terminal, goesOn);
            System.err.printf("%4d s  $ %s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), command.text());
        }
    }

    private void run(Command command, int terminal, boolean goesOn) throws IOException, InterruptedException {
        commands++;
        Path log = logs.resolve(commands + ".log");
        Process process = new ProcessBuilder("bash", "-c", command.text())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        running.put(terminal, process);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES_PER_COMMAND);
        while (true) {
            boolean ended = process.waitFor(200, TimeUnit.MILLISECONDS);
            List<String> missing = missing(command.output(), log);
            if (missing.isEmpty() && (ended ? !goesOn && process.exitValue() == 0 : goesOn)) {
                return;
            }
            if (ended || System.nanoTime() > end) {
                String what = ended ? "ended with " + process.exitValue() : "did nothing more in " + MINUTES_PER_COMMAND + " minutes";
                throw new IllegalStateException(failure(command, log, what + (goesOn ? " (has to go on)" : ""), missing));
            }
        }
    }

    /** Returns the expected lines that are not there. Their order does not count: a busy server is ready before its application. */
    private static List<String> missing(List<String> expected, Path log) throws IOException {
        List<String> printed = lines(log);
        return expected.stream()
                .filter(line -> printed.stream().noneMatch(pattern(line).asMatchPredicate()))
                .toList();
    }

    private static List<String> lines(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8) // may end within a character
                .lines()
                .map(line -> COLOUR.matcher(line).replaceAll("").stripTrailing())
                .toList();
    }

    private static Pattern pattern(String expected) {
        return Pattern.compile(Stream.of(expected.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private static String failure(Command command, Path log, String what, List<String> missing) throws IOException {
        List<String> lines = lines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()))
                + "\n$ " + command.text() + "\n" + what
                + (missing.isEmpty() ? "" : "; it has not printed: " + missing.get(0));
    }

    /** Stops what runs in a terminal, with its child processes: a server may be the child of its start script. */
    private void stop(int terminal) {
        Process process = running.remove(terminal);
        if (process == null) {
            return;
        }
        List<ProcessHandle> all =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        try {
            CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(SECONDS_TO_STOP, TimeUnit.SECONDS);
        } catch (TimeoutException | InterruptedException | ExecutionException stuck) {
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
