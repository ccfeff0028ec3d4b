package no.portnokkel.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One key and one server for every client that keeps tokens. */
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

    /** In a directory of its own, for a process that ends soon. */
    static BenchmarkFixture somewhere() {
        try {
            return new BenchmarkFixture(Files.createTempDirectory("portnokkel-benchmarks"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    TokenServer server() {
        return server;
    }

    /** Portnøkkel, warm enough to sign. */
    Client ours() {
        Client ours = new PortnokkelClient(key, server, directory);
        String signed = ours.coldToken();
        if (signed.isEmpty()) {
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

    /** Lets each of them take the same trial, new, and by itself. */
    void each(Consumer<Client> trial) {
        List<Supplier<Client>> all = List.of(this::ours, this::spring, this::ks);
        all.forEach(start -> {
            try (Client client = start.get()) {
                trial.accept(client);
            }
        });
    }

    @Override
    public void close() {
        server.close();
    }
}
