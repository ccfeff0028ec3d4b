package no.portnokkel.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.Optional;

/** Another process that uses the embedded database, to be killed by its test. */
final class OtherProcess {
    private OtherProcess() {}

    /** Starts a process that has the database open. */
    static Process holding(Path dataDir) throws IOException {
        return start(dataDir, "hold");
    }

    /** Starts a process that has just committed one row. */
    static Process committing(Path dataDir) throws IOException {
        return start(dataDir, "commit");
    }

    private static Process start(Path dataDir, String what) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        dataDir.toString(),
                        what)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            if (!"ready".equals(lines.readLine())) {
                throw new IllegalStateException("The other process could not open " + dataDir);
            }
        }
        return process;
    }

    /** Uses the database, says so, and waits to be killed. */
    public static void main(String[] arguments) throws InterruptedException {
        Database database = Database.of(Optional.empty(), Path.of(arguments[0]), System::nanoTime);
        int rows = database.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return arguments[1].equals("commit") ? statement.executeUpdate("""
                                INSERT INTO portnokkel_confirmation (id, environment, proposed_by, proposed_at, expires_at)
                                VALUES ('kept', 'lab', 'kari', '2026-11-24 10:00:00+00', '2026-11-25 10:00:00+00')""") : 0;
            }
        });
        System.out.println(rows >= 0 ? "ready" : "");
        Thread.sleep(Long.MAX_VALUE);
    }
}
