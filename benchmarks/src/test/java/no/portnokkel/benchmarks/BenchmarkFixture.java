package no.portnokkel.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One key and one server for all clients with a cache. */
final class BenchmarkFixture implements AutoCloseable {
    private final Path directory;
    private final BankKey key;
    private final TokenServer server = TokenServer.start();

    BenchmarkFixture(Path directory) {
        this.directory = directory;
        try {
            this.key = BankKey.in(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Creates a fixture in a new temporary directory. */
    static BenchmarkFixture inTemporaryDirectory() {
        try {
            return new BenchmarkFixture(Files.createTempDirectory("portnokkel-benchmarks"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    TokenServer server() {
        return server;
    }

    /** Starts Portnøkkel and waits for its first token. */
    Client ours() {
        Client ours = new PortnokkelClient(key, server, directory);
        String first = ours.coldToken();
        if (first.isEmpty()) {
            throw new IllegalStateException("The server issued nothing.");
        }
        return ours;
    }

    Client spring() {
        return new SpringSecurity(key, server);
    }

    Client ks() {
        return new Ks(key, server);
    }

    /** Runs the same scenario with a new instance of each client, one after another. */
    void forEachClient(Consumer<Client> scenario) {
        List<Supplier<Client>> all = List.of(this::ours, this::spring, this::ks);
        all.forEach(start -> {
            try (Client client = start.get()) {
                scenario.accept(client);
            }
        });
    }

    @Override
    public void close() {
        server.close();
    }
}
