package no.portnokkel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import no.portnokkel.maskinporten.TokenRequest;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.http.ProxyDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A password that the proxy refused, which is read at start only and so stays wrong. */
@ResourceLock("softhsm2") // one SoftHSM store per process
class ProxyPasswordRepetitionTest extends TwoTwinsFixture {
    @TempDir
    Path secrets;

    @Test
    void a_refused_password_locks_no_account_whatever_the_number_of_keys_is() throws IOException {
        Path file = Files.writeString(secrets.resolve("proxy-password"), "hemmelig\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (ProxyDouble proxy = ProxyDouble.basic("kari", "another");
                PortnokkelOperations portnokkel = bank.with("http.proxy", proxy.address())
                        .with("http.proxy-user", "kari")
                        .with("http.proxy-password-file", file.toString())
                        .start()) {
            for (int round = 0; round < 7; round++) {
                IntStream.range(0, 10)
                        .mapToObj(number -> TokenRequest.forScope("bits:scope" + number))
                        .forEach(request -> assertThatExceptionOfType(TokenUnavailableException.class)
                                .isThrownBy(() -> portnokkel.tokens().get(request)));
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
            assertThat(proxy.tries()).as("presentations in seven seconds").isLessThanOrEqualTo(5);
        }
    }
}
