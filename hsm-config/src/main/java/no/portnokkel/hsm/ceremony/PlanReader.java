package no.portnokkel.hsm.ceremony;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.portnokkel.certificate.CertificateFile;
import no.portnokkel.files.TextFile;
import no.portnokkel.hsm.ceremony.CeremonyPlan.EnvironmentClass;
import no.portnokkel.hsm.ceremony.CeremonyPlan.Person;
import no.portnokkel.hsm.ceremony.CeremonyPlan.Role;
import no.portnokkel.hsm.keys.Csr;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.PolicyRejection;
import no.portnokkel.problem.Text;
import no.portnokkel.problem.UntrustedText;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a plan strictly: YAML 1.2 with a closed set of members, each once, and no aliases. */
final class PlanReader {
    private static final int MAX_BYTES = 1 << 16;
    private static final int MAX_NAME = 100;
    private static final Pattern NOT_IN_A_LINE =
            Pattern.compile("[=\\p{C}\\p{Zl}\\p{Zp}\\u115F\\u1160\\u2800\\u3164\\uFFA0]");

    private PlanReader() {}

    /** @param file the plan; its {@code authorities-file} is relative to it */
    static CeremonyPlan read(Path file) throws IOException {
        return read(bytes(file), name -> bytes(file.toAbsolutePath().resolveSibling(name)));
    }

    /** @param authorities returns the content of the file that the plan names */
    static CeremonyPlan read(byte[] source, AuthoritiesFile authorities) {
        PlanMapping plan = PlanMapping.of(
                "",
                parse(source),
                Set.of("ceremony", "purpose", "class", "organisation", "key", "certificate", "persons"));
        plan.value("ceremony", text -> Optional.of(text).filter("1"::equals), Text.verbatim("1"));
        KeyLifecycle.KeySpec key = key(plan);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(EvidenceFolder.PLAN, source);
        List<X509Certificate> issuers = authorities(plan, authorities, files);
        return new CeremonyPlan(
                line(plan, "purpose"),
                environmentClass(plan),
                organisation(plan),
                key,
                issuers,
                persons(plan),
                files,
                hash(files));
    }

    private static Node parse(byte[] source) {
        LoadSettings settings = LoadSettings.builder()
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MAX_BYTES)
                .build();
        try {
            String text = TextFile.decode(source);
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> malformed(1, Text.message("plan.empty")));
        } catch (StackOverflowError tooDeep) { // the parser is recursive
            throw malformed(1, Text.message("plan.too-deep"));
        } catch (CharacterCodingException notUtf8) {
            throw malformed(1, Text.message("plan.not-utf-8"));
        } catch (MarkedYamlEngineException wrong) {
            int line = wrong.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw malformed(line, Text.verbatim(UntrustedText.oneLine(String.valueOf(wrong.getProblem()))));
        } catch (YamlEngineException wrong) { // too long
            throw malformed(1, Text.verbatim(UntrustedText.oneLine(String.valueOf(wrong.getMessage()))));
        }
    }

    private static EnvironmentClass environmentClass(PlanMapping plan) {
        return plan.value(
                "class",
                text -> Stream.of(EnvironmentClass.values())
                        .filter(one -> one.word().equals(text))
                        .findFirst(),
                Text.verbatim("test, production"));
    }

    private static Csr.Subject organisation(PlanMapping plan) {
        PlanMapping organisation = plan.mapping("organisation", Set.of("number", "name", "unit"));
        String number = organisation.checked(
                rejection -> "number", members -> Csr.Subject.organisationNumber(members.text("number")));
        return organisation.checked(
                rejection -> "name",
                members -> new Csr.Subject(number, members.text("name"), members.optionalText("unit")));
    }

    private static KeyLifecycle.KeySpec key(PlanMapping plan) {
        PlanMapping key = plan.mapping("key", Set.of("label", "size", "type"));
        int bits = key.value(
                "size",
                text -> text.matches("[0-9]{1,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty(),
                Text.verbatim("2048, 3072, 4096"));
        String type = key.optionalText("type").orElse("RSA");
        return key.checked(
                rejection -> rejection instanceof PolicyRejection.SizeRefused
                        ? "size"
                        : rejection instanceof PolicyRejection.TypeRefused ? "type" : "label",
                members -> KeyLifecycle.KeySpec.ofGrants(members.text("label"), type, bits));
    }

    private static List<X509Certificate> authorities(
            PlanMapping plan, AuthoritiesFile source, Map<String, byte[]> files) {
        Optional<PlanMapping> member = plan.optionalMapping("certificate", Set.of("authorities-file"));
        if (member.isEmpty()) {
            return List.of();
        }
        PlanMapping certificate = member.get();
        try {
            byte[] content = source.read(certificate.text("authorities-file"));
            files.put(EvidenceFolder.AUTHORITIES, content);
            List<X509Certificate> read = CertificateFile.read(content);
            if (read.stream().anyMatch(one -> one.getBasicConstraints() < 0)) {
                throw certificate.wrong("authorities-file", Text.message("plan.not-an-authority"));
            }
            return read;
        } catch (IOException | InvalidPathException unreadable) {
            throw certificate.wrong("authorities-file", Text.message("plan.file-unreadable"));
        } catch (CertificateFile.UnreadableException noCertificates) {
            throw certificate.wrong(
                    "authorities-file",
                    Text.message(
                            "plan.no-certificates",
                            Map.of("defect", noCertificates.defect().text())));
        }
    }

    private static List<Person> persons(PlanMapping plan) {
        List<Person> persons = new ArrayList<>();
        for (PlanMapping one : plan.list("persons", Set.of("name", "role"))) {
            Role role = one.value(
                    "role",
                    Role::of,
                    Text.verbatim(String.join(
                            ", ", Stream.of(Role.values()).map(Role::word).toList())));
            Person person = new Person(line(one, "name"), role);
            if (persons.stream().anyMatch(person::isNamedAs)) {
                throw one.refused(
                        "name",
                        Text.message("plan.person-twice", Map.of("name", person.name())),
                        Text.message("plan.person-twice-remedy"));
            }
            persons.add(person);
        }
        for (Role role : List.of(Role.SECURITY_OFFICER, Role.WITNESS)) {
            if (persons.stream().noneMatch(person -> person.role() == role)) {
                throw plan.refused(
                        "persons",
                        Text.message("plan.role-missing", Map.of("role", role.word())),
                        Text.message("plan.role-missing-remedy"));
            }
        }
        return persons;
    }

    /** Returns a text for people: one line, of which each character can be seen. */
    private static String line(PlanMapping mapping, String name) {
        String text = mapping.text(name).strip();
        if (text.length() > MAX_NAME
                || UntrustedText.isBlank(text)
                || NOT_IN_A_LINE.matcher(text).find()) {
            throw mapping.wrong(name, Text.message("plan.not-a-line", Map.of("length", MAX_NAME)));
        }
        return text;
    }

    /** The hash of a plan alone, or of the hashes of both files: of the files one after the other, two plans could have one hash. */
    private static String hash(Map<String, byte[]> files) {
        List<String> hashes = files.values().stream().map(Sha256::hex).toList();
        return hashes.size() == 1
                ? hashes.get(0)
                : Sha256.hex(String.join("", hashes).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("> " + MAX_BYTES + " B");
            }
            return bytes;
        }
    }

    private static CeremonyRejectedException malformed(int line, Text what) {
        return new CeremonyRejectedException(
                CeremonyRejectedException.Kind.ARGUMENTS,
                Text.message("plan.malformed", Map.of("line", line, "what", what)),
                Text.message("plan.remedy"));
    }

    /** The file of a plan that names its authorities. */
    @FunctionalInterface
    interface AuthoritiesFile {
        byte[] read(String name) throws IOException;
    }
}
