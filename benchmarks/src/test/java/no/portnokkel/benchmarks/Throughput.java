package no.portnokkel.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens of different persons from 64 callers: fetches per second, and per second of processor time of the whole process, in which
 * the HSM and the server are the same for all. The clients alternate in short turns in random order.
 */
class Throughput {
    private static final int CALLERS = 64;
    private static final int WARM_UP = 4;
    private static final int ROUNDS = Integer.getInteger("turns", 15);
    private static final Duration TURN = Duration.ofSeconds(1);

    private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    private final AtomicInteger persons = new AtomicInteger();

    @Test
    void tokens_of_different_persons(@TempDir Path directory) throws Exception {
        try (TokenServer server = TokenServer.start()) {
            BankKey key = BankKey.in(directory);
            List<Client> clients = List.of(
                    new PortnokkelClient(key, server, directory),
                    new Ks(key, server),
                    new SpringSecurity(key, server),
                    new BareNimbus(key, server));
            List<Rates> all = clients.stream().map(Rates::new).toList();
            List<Rates> order = new ArrayList<>(all);
            Random random = new Random(1);
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                Collections.shuffle(order, random);
                for (Rates rates : order) {
                    rates.measure(round);
                }
            }
            all.forEach(Rates::print);
            clients.forEach(Client::close);
        } finally {
            threads.shutdown();
        }
    }

    private long fetch(Client client) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + TURN.toNanos();
        List<Future<Long>> counts = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            counts.add(threads.submit(() -> {
                long count = 0;
                for (; System.nanoTime() < end; count++) {
                    client.tokenOfPerson(persons.getAndIncrement());
                }
                return count;
            }));
        }
        long sum = 0;
        for (Future<Long> count : counts) {
            sum += count.get();
        }
        return sum;
    }

    /** The rates of one client, by round. */
    private final class Rates {
        private final Client client;
        private final double[] perSecond = new double[ROUNDS];
        private final double[] perProcessorSecond = new double[ROUNDS];

        Rates(Client client) {
            this.client = client;
        }

        void measure(int round) throws InterruptedException, ExecutionException {
            OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long start = System.nanoTime();
            long processor = process.getProcessCpuTime();
            double fetches = fetch(client);
            if (round >= 0) {
                perSecond[round] = fetches / ((System.nanoTime() - start) / 1e9);
                perProcessorSecond[round] = fetches / ((process.getProcessCpuTime() - processor) / 1e9);
            }
        }

        void print() {
            System.out.printf(
                    "FIGURE   %-30s %6.0f fetches a second, %6.0f a second of processor time%n",
                    client.name(), median(perSecond), median(perProcessorSecond));
        }

        private static double median(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }
}
