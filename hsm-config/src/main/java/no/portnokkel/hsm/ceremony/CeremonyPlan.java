package no.portnokkel.hsm.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import no.portnokkel.hsm.keys.Csr;
import no.portnokkel.hsm.keys.IssuerProfile;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.problem.Text;

/**
 * What a ceremony makes, for whom, and who takes part. Holds no PIN, module or slot: those are of the machine.
 *
 * @param purpose one line for people
 * @param environmentClass of the environments in which the key will sign
 * @param organisation the owner of the certificate
 * @param key to generate: RSA
 * @param authorities from which the certificate must come; empty: those that Digdir accepts
 * @param persons at least one security officer and one witness, each once
 * @param files the plan, and the authorities if it names any, by the names under which the evidence keeps them
 * @param sha256 of the plan, or of the hashes in hexadecimal of plan and authorities
 */
public record CeremonyPlan(
        String purpose,
        EnvironmentClass environmentClass,
        Csr.Subject organisation,
        KeyLifecycle.KeySpec key,
        List<X509Certificate> authorities,
        List<Person> persons,
        Map<String, byte[]> files,
        String sha256) {

    public CeremonyPlan {
        authorities = List.copyOf(authorities);
        persons = List.copyOf(persons);
        files = Map.copyOf(files);
    }

    /**
     * Reads a plan and the authorities that it names.
     *
     * @param file the plan, in YAML; its {@code authorities-file} is relative to it
     * @throws CeremonyRejectedException names the line and the member that is wrong
     * @throws IOException the plan cannot be read
     */
    public static CeremonyPlan read(Path file) throws IOException {
        return PlanReader.read(file);
    }

    /** Returns from whom the certificate must come. */
    IssuerProfile issuerProfile() {
        return new IssuerProfile(environmentClass == EnvironmentClass.PRODUCTION, authorities);
    }

    /** The class of environments; test and production accept the certificates of different authorities. */
    public enum EnvironmentClass {
        TEST,
        PRODUCTION;

        /** Returns the value of {@code class}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a person does in a ceremony. */
    public enum Role {
        SECURITY_OFFICER,
        WITNESS,
        AUDITOR;

        /** Returns the value of {@code role}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Returns the role for people. */
        public Text title() {
            return Text.message("ceremony-role." + word());
        }

        static Optional<Role> of(String word) {
            return List.of(values()).stream()
                    .filter(role -> role.word().equals(word))
                    .findFirst();
        }
    }

    /**
     * A person who takes part.
     *
     * @param name as written in the plan, in composed form (NFC)
     */
    public record Person(String name, Role role) {
        public Person {
            name = Normalizer.normalize(name, Normalizer.Form.NFC).strip();
        }

        /** Returns the person that {@code NAME=ROLE} names; empty when it is not of that form. */
        public static Optional<Person> parse(String confirmation) {
            int end = confirmation.lastIndexOf('=');
            return end <= 0
                    ? Optional.empty()
                    : Role.of(confirmation.substring(end + 1))
                            .map(role -> new Person(confirmation.substring(0, end), role));
        }

        /** Returns whether both are the same person, whatever the case, the width and the kind and number of spaces. */
        boolean isNamedAs(Person other) {
            return comparable(name).equals(comparable(other.name));
        }

        private static String comparable(String name) {
            return Normalizer.normalize(name, Normalizer.Form.NFKC)
                    .replaceAll("[\\s\\p{Z}]+", " ")
                    .toUpperCase(Locale.ROOT)
                    .toLowerCase(Locale.ROOT);
        }
    }
}
