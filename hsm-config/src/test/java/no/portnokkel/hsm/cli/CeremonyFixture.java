package no.portnokkel.hsm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.ceremony.EvidenceVerifier;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.SigningRequest;

/** A key ceremony at an officer's terminal: its plan, its evidence and the authority that certifies. */
final class CeremonyFixture {
    static final String OFFICER = "Siri Vold=security-officer";
    static final String WITNESS = "Ola Dahl=witness";

    private final OfficerTerminal officer;
    private final Path plan;
    private final Path evidence;

    private CeremonyFixture(OfficerTerminal officer, Path plan, Path evidence) {
        this.officer = officer;
        this.plan = plan;
        this.evidence = evidence;
    }

    /** Returns a ceremony whose certificate must come from the test authority. */
    static CeremonyFixture of(OfficerTerminal officer, Path directory) {
        officer.saves("issuer.pem", Pem.of(List.of(BankFixture.authority().root())));
        return of(officer, directory, plan("seal-2027"));
    }

    static CeremonyFixture of(OfficerTerminal officer, Path directory, String plan) {
        return new CeremonyFixture(officer, officer.saves("plan.yaml", plan), directory.resolve("evidence"));
    }

    static String plan(String label) {
        return """
            ceremony: 1
            purpose: Seal for Maskinporten, 2027
            class: test
            organisation: {number: 310167398, name: Testbanken AS}
            key: {label: %s, size: 2048}
            certificate: {authorities-file: issuer.pem}
            persons: [{name: Siri Vold, role: security-officer}, {name: Ola Dahl, role: witness}]
            """.formatted(label);
    }

    /** Returns the same ceremony at a terminal with another module. */
    CeremonyFixture through(Path module) {
        return new CeremonyFixture(officer.through(module), plan, evidence);
    }

    /** Returns a ceremony of the same plan and token with evidence in another folder. */
    CeremonyFixture in(Path other) {
        return new CeremonyFixture(officer, plan, other);
    }

    OfficerTerminal officer() {
        return officer;
    }

    Path plan() {
        return plan;
    }

    Path evidence() {
        return evidence;
    }

    /** Runs the ceremony with both persons. */
    int runs(String... more) {
        return runsWith(Stream.concat(Stream.of("--confirm", OFFICER, "--confirm", WITNESS), Stream.of(more))
                .toArray(String[]::new));
    }

    int runsWith(String... more) {
        return officer.runs(
                "ceremony",
                Stream.concat(Stream.of(plan.toString(), "--evidence", evidence.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    /** Runs it to the point where the authority works. */
    CeremonyFixture requested() {
        assertThat(runs()).as(officer.err()).isZero();
        assertThat(officer.out()).contains("\nwaiting: certificate\n");
        return this;
    }

    /** Runs it to its end. */
    CeremonyFixture completed() {
        requested();
        assertThat(runs("--chain", delivered().toString())).as(officer.err()).isZero();
        assertThat(officer.out()).contains("\ncomplete\n");
        return this;
    }

    /** Returns what the authority delivers for the request. */
    Path delivered() {
        return officer.saves("delivered.pem", Pem.of(certified()));
    }

    List<X509Certificate> certified() {
        return BankFixture.authority()
                .certify(
                        SigningRequest.read(text("request.csr")).key(),
                        OrganisationCertificate.seal(OfficerTerminal.ORGANISATION, "Testbanken AS"));
    }

    String text(String name) {
        try {
            return Files.readString(evidence.resolve(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Requires that one changed byte makes evidence fail: some hundred of the manifest, and some of each other file, which all count by
     * one hash. All take part over many builds.
     */
    static void requireEveryByteCovered(Path evidence, int files) throws IOException {
        EvidenceVerifier verifier = new EvidenceVerifier(List.of(), Optional.empty());
        Random random = new Random();
        List<Path> all;
        try (Stream<Path> listed = Files.list(evidence)) {
            all = listed.toList();
        }
        assertThat(all).hasSize(files);
        for (Path file : all) {
            byte[] whole = Files.readAllBytes(file);
            int trials = file.endsWith("evidence.json") ? 300 : 30;
            for (int i : random.ints(trials, 0, whole.length).toArray()) {
                byte[] changed = whole.clone();
                changed[i] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, changed);
                assertThat(verifier.verify(evidence).isIntact())
                        .as("%s, byte %d: %d", file.getFileName(), i, changed[i])
                        .isFalse();
            }
            Files.write(file, whole);
        }
    }

    int verifies(String... more) {
        return officer.runsAlone(
                Locale.ENGLISH,
                Stream.concat(Stream.of("verify", evidence.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }
}
