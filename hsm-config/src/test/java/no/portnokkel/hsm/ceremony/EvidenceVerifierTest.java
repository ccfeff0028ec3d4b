package no.portnokkel.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import no.portnokkel.hsm.BankFixture;
import no.portnokkel.hsm.OpenScTool;
import no.portnokkel.hsm.ceremony.Transcript.Result;
import no.portnokkel.hsm.ceremony.Transcript.Step;
import no.portnokkel.problem.Text;
import no.portnokkel.testkit.ca.OrganisationCertificate;
import no.portnokkel.testkit.ca.Pem;
import no.portnokkel.testkit.ca.TestAuthority;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence that somebody makes up with a key of their own: all signatures are right, and what they sign is not. */
class EvidenceVerifierTest {
    private static final String PLAN = """
            ceremony: 1
            purpose: Seal
            class: test
            organisation: {number: 310167398, name: Testbanken AS}
            key: {label: seal, size: 2048}
            persons: [{name: Siri Vold, role: security-officer}, {name: Ola Dahl, role: witness}]
            """;
    private static final OrganisationCertificate SEAL = OrganisationCertificate.seal("310167398", "Testbanken AS");

    private final KeyPair key = OpenScTool.pair("RSA", 2048);
    private final TestAuthority authority = BankFixture.authority();
    private final JsonObjectBuilder confirmation = Json.createObjectBuilder();
    private String plan = PLAN;
    private String kind = "ceremony";

    @TempDir
    Path directory;

    @BeforeEach
    void confirmed() {
        confirms("Siri Vold", "Ola Dahl");
    }

    @Test
    void evidence_whose_parts_fit_is_intact_and_anchored() throws Exception {
        EvidenceVerification found = verify(madeUp(authority.certify(key.getPublic(), SEAL)));

        assertThat(found.findings()).isEmpty();
        assertThat(found.isAnchored()).isTrue();
    }

    @Test
    void a_certificate_below_that_of_an_ordinary_organisation_comes_from_no_authority() throws Exception {
        KeyPair other = OpenScTool.pair("RSA", 2048);
        List<X509Certificate> theirs =
                authority.certify(other.getPublic(), OrganisationCertificate.seal("974760673", "Andrebanken AS"));
        X509Certificate ours = sign(theirs.get(0), other.getPrivate());

        EvidenceVerification found = verify(madeUp(List.of(ours, theirs.get(0), theirs.get(1))));

        assertThat(found.isAnchored()).isFalse();
        assertThat(texts(found)).contains("The certificates are no chain");
    }

    @Test
    void a_ceremony_that_calls_itself_something_else_is_not_taken_for_less() throws Exception {
        List<X509Certificate> chain = authority.certify(key.getPublic(), SEAL);
        kind = "retirement";
        assertThat(verify(madeUp(chain)).isIntact()).isFalse();
        kind = "party";
        assertThat(verify(madeUp(chain)).isIntact()).isFalse();
    }

    @Test
    void a_person_of_the_plan_who_has_not_confirmed_is_missed() throws Exception {
        confirms("Siri Vold");

        assertThat(texts(verify(madeUp(authority.certify(key.getPublic(), SEAL)))))
                .contains("Not all persons of the plan have confirmed");
    }

    @Test
    void another_plan_than_the_one_in_the_folder_is_found() throws Exception {
        Path folder = madeUp(authority.certify(key.getPublic(), SEAL));
        plan = PLAN.replace("Seal", "Seals");
        Path other = madeUp(authority.certify(key.getPublic(), SEAL));
        Files.copy(other.resolve("plan.yaml"), folder.resolve("plan.yaml"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(texts(verify(folder))).contains("plan.yaml has been changed");
    }

    @Test
    void links_folders_and_strange_names_are_findings_and_nothing_of_them_reaches_the_terminal() throws Exception {
        Path folder = madeUp(authority.certify(key.getPublic(), SEAL));
        Files.createDirectory(folder.resolve("sub"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/hostname"));
        Files.writeString(folder.resolve("\u001b[2Jintact"), "x");

        EvidenceVerification found = verify(folder);

        assertThat(found.isIntact()).isFalse();
        assertThat(texts(found))
                .contains("sub is not covered", "link is not covered")
                .doesNotContain("\u001b");
    }

    @Test
    void a_manifest_that_no_parser_likes_is_a_finding() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("nested"));
        for (String manifest : List.of("[".repeat(5000), "{\"a\":" + "9".repeat(3000) + "}", "", "\u0000", "{}\n")) {
            Files.writeString(folder.resolve("evidence.json"), manifest);

            assertThat(texts(verify(folder))).contains("evidence.json is missing or is not in its only form");
        }
    }

    private EvidenceVerification verify(Path folder) throws IOException {
        return new EvidenceVerifier(List.of(authority.root()), Optional.empty()).verify(folder);
    }

    private static String texts(EvidenceVerification found) {
        return found.findings().stream().map(Text::en).collect(Collectors.joining("\n"));
    }

    private void confirms(String... names) {
        JsonArrayBuilder persons = Json.createArrayBuilder();
        for (String name : names) {
            persons.add(Json.createObjectBuilder()
                    .add("name", name)
                    .add("role", name.startsWith("Siri") ? "security-officer" : "witness"));
        }
        confirmation.add("persons", persons);
    }

    /** Returns a folder as a ceremony leaves it, with a key in software. */
    private Path madeUp(List<X509Certificate> chain) throws Exception {
        Path path = Files.createTempDirectory(directory, "evidence").resolve("folder");
        EvidenceFolder folder = EvidenceFolder.at(path);
        byte[] source = plan.getBytes(StandardCharsets.UTF_8);
        String sha256 = Sha256.hex(source);
        folder.write(EvidenceFolder.PLAN, source);
        Transcript transcript = Transcript.in(folder, sha256, Clock.systemUTC());
        JsonObject confirmed = confirmation.build();
        confirmation.addAll(Json.createObjectBuilder(confirmed));
        transcript.append(Step.CONFIRMATION, Result.DONE, Json.createObjectBuilder(confirmed));
        transcript.append(Step.KEY, Result.DONE, facts());
        byte[] request = ("Plan-SHA256: " + sha256 + "\n" + request()).getBytes(StandardCharsets.US_ASCII);
        folder.write(EvidenceFolder.REQUEST, request);
        JsonObject data = Json.createObjectBuilder()
                .add("publicKeySha256", Sha256.hex(key.getPublic().getEncoded()))
                .add("sha256", Sha256.hex(request))
                .build();
        transcript.append(
                Step.REQUEST,
                Result.DONE,
                Json.createObjectBuilder(data)
                        .add("seal", Base64.getEncoder().encodeToString(sign(transcript.seal(data)))));
        byte[] certificate = ("Plan-SHA256: " + sha256 + "\n" + Pem.of(chain)).getBytes(StandardCharsets.US_ASCII);
        folder.write(EvidenceFolder.CERTIFICATE, certificate);
        transcript.append(
                Step.CERTIFICATE,
                Result.DONE,
                KeyFacts.of(chain.get(0)).addAll(facts()).add("sha256", Sha256.hex(certificate)));
        transcript.append(Step.EVIDENCE, Result.BEGUN, Json.createObjectBuilder());
        JsonObject about = Json.createObjectBuilder()
                .add("kind", kind)
                .add("purpose", plan.contains("Seals") ? "Seals" : "Seal")
                .add("class", "test")
                .add("organisation", "310167398")
                .add("label", "seal")
                .add("plan", sha256)
                .build();
        EvidenceManifest manifest = EvidenceManifest.sign(about, folder.files(), Map.of(key.getPublic(), this::sign));
        folder.write(EvidenceFolder.MANIFEST, manifest.encode());
        return path;
    }

    private JsonObjectBuilder facts() {
        return Json.createObjectBuilder()
                .add("label", "seal")
                .add("size", 2048)
                .add("publicKeySha256", Sha256.hex(key.getPublic().getEncoded()))
                .add(
                        "attributes",
                        Json.createObjectBuilder()
                                .add("sensitive", true)
                                .add("alwaysSensitive", true)
                                .add("extractable", false)
                                .add("neverExtractable", true)
                                .add("local", true));
    }

    private String request() throws OperatorCreationException, IOException {
        byte[] encoded = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=Testbanken AS"), key.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(key.getPrivate()))
                .getEncoded();
        return "-----BEGIN CERTIFICATE REQUEST-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END CERTIFICATE REQUEST-----\n";
    }

    private byte[] sign(byte[] data) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns a certificate for the bank, signed with the key of a certificate that is no authority. */
    private X509Certificate sign(X509Certificate issuer, PrivateKey issuerKey)
            throws GeneralSecurityException, OperatorCreationException {
        X509Certificate model = authority.certify(key.getPublic(), SEAL).get(0);
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                issuer,
                                model.getSerialNumber(),
                                model.getNotBefore(),
                                model.getNotAfter(),
                                X500Name.getInstance(
                                        model.getSubjectX500Principal().getEncoded()),
                                key.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withRSA").build(issuerKey)));
    }
}
