package no.portnokkel.hsm.ceremony;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import no.portnokkel.hsm.ceremony.CeremonyPlan.Person;
import no.portnokkel.hsm.ceremony.Transcript.Result;
import no.portnokkel.hsm.ceremony.Transcript.Step;
import no.portnokkel.hsm.fault.HsmException;
import no.portnokkel.hsm.keys.IssuedCertificates;
import no.portnokkel.hsm.keys.KeyLifecycle;
import no.portnokkel.hsm.keys.KeyRejectedException;
import no.portnokkel.hsm.keys.PolicyRejection;
import no.portnokkel.hsm.pkcs11.WritableToken;
import no.portnokkel.hsm.settings.SignatureAlgorithm;
import no.portnokkel.problem.Text;

/**
 * Carries out a plan: generates the key, reads it back, requests its certificate, imports what the issuer delivers, and leaves signed
 * evidence. What is done is in the transcript, so that the ceremony goes on where it was interrupted, and does nothing twice. Not
 * thread safe.
 */
public final class Ceremony {
    /** How far a ceremony has come. */
    public enum State {
        WAITING_FOR_CERTIFICATE,
        COMPLETE
    }

    private final CeremonyPlan plan;
    private final Path directory;
    private final WritableToken token;
    private final CeremonyTools tools;
    private final Optional<String> auditKey;
    private final Clock clock;
    private final CeremonySteps steps;

    /**
     * Creates a ceremony; does nothing yet.
     *
     * @param directory of the evidence; created if it is missing
     * @param token opened for the key of the plan by {@link no.portnokkel.hsm.pkcs11.Connector#forNewKey}
     * @param tools with which it is carried out, for the evidence
     * @param auditKey label of a key that signs the evidence too
     */
    public Ceremony(
            CeremonyPlan plan,
            Path directory,
            WritableToken token,
            CeremonyTools tools,
            Optional<String> auditKey,
            SecureRandom random,
            Clock clock) {
        this.plan = plan;
        this.directory = directory;
        this.token = token;
        this.tools = tools;
        this.auditKey = auditKey;
        this.clock = clock;
        this.steps = new CeremonySteps(plan, token, new KeyLifecycle(token, random, clock), random);
    }

    /**
     * Checks whether a new ceremony could begin; changes nothing.
     *
     * @throws KeyRejectedException {@link PolicyRejection.LabelInUse}
     * @throws HsmException the audit key cannot be used
     */
    public void check() {
        requireFreeLabel();
        auditKey.ifPresent(label -> token.find(label, SignatureAlgorithm.ES256));
    }

    /**
     * Goes on as far as it can.
     *
     * @param confirmed the persons who take part now
     * @param delivery files of the issuer by name; empty until it has delivered
     * @throws CeremonyRejectedException it may not begin or go on
     * @throws KeyRejectedException the key or the delivery is not acceptable
     * @throws HsmException a fault of the HSM; the ceremony can go on later
     */
    public State run(List<Person> confirmed, Map<String, byte[]> delivery) {
        Optional<IssuedCertificates> issued =
                delivery.isEmpty() ? Optional.empty() : Optional.of(IssuedCertificates.read(delivery));
        if (!Files.exists(directory)) { // a ceremony that may not begin leaves no folder
            requireRequest(issued.isPresent(), false);
            requireConfirmed(confirmed);
            check();
        }
        EvidenceFolder folder = EvidenceFolder.at(directory);
        Transcript transcript = Transcript.in(folder, plan.sha256(), clock);
        requirePlanIn(folder);
        if (transcript.lines().isEmpty() && folder.read(EvidenceFolder.REQUEST).isPresent()) {
            throw Transcript.edited(folder); // without its transcript nothing tells what was done
        }
        if (folder.read(EvidenceFolder.MANIFEST).isPresent()) {
            requireIntact(folder);
            return State.COMPLETE;
        }
        boolean requested = transcript.has(Step.REQUEST, Result.DONE);
        boolean certified = transcript.has(Step.CERTIFICATE, Result.DONE);
        requireRequest(issued.isPresent(), requested);
        if (requested && !certified && issued.isEmpty()) {
            return State.WAITING_FOR_CERTIFICATE;
        }
        requireConfirmed(confirmed);
        if (!transcript.has(Step.KEY, Result.BEGUN)) {
            check();
        }
        if (requested) {
            steps.requireUntouched(folder, transcript);
        }
        plan.files().forEach(folder::write);
        transcript.append(Step.CONFIRMATION, Result.DONE, confirmation(confirmed));
        if (!transcript.has(Step.KEY, Result.DONE)) {
            steps.makeKey(transcript);
        }
        if (!requested) {
            steps.request(folder, transcript);
            return State.WAITING_FOR_CERTIFICATE;
        }
        issued.filter(delivered -> !certified)
                .ifPresent(delivered -> steps.certify(folder, transcript, delivered, delivery));
        steps.sign(folder, transcript, auditKey);
        return State.COMPLETE;
    }

    private static void requireRequest(boolean delivered, boolean requested) {
        if (delivered && !requested) {
            throw rejected(
                    CeremonyRejectedException.Kind.ARGUMENTS,
                    Text.message("ceremony.delivered-too-early"),
                    Text.message("ceremony.delivered-too-early-remedy"));
        }
    }

    private void requireConfirmed(List<Person> confirmed) {
        List<String> missing = plan.persons().stream()
                .filter(person -> !confirmed.contains(person))
                .map(person -> person.name() + "=" + person.role().word())
                .toList();
        List<String> strangers = confirmed.stream()
                .filter(person -> !plan.persons().contains(person))
                .map(person -> person.name() + "=" + person.role().word())
                .toList();
        if (!strangers.isEmpty()) {
            throw rejected(
                    CeremonyRejectedException.Kind.POLICY,
                    Text.message("ceremony.stranger", Map.of("persons", String.join(", ", strangers))),
                    Text.message("ceremony.stranger-remedy"));
        }
        if (!missing.isEmpty()) {
            throw rejected(
                    CeremonyRejectedException.Kind.POLICY,
                    Text.message("ceremony.not-confirmed", Map.of("persons", String.join(", ", missing))),
                    Text.message("ceremony.not-confirmed-remedy"));
        }
    }

    /** A folder of an interrupted beginning may have the files of another plan. */
    private void requirePlanIn(EvidenceFolder folder) {
        for (String name : List.of(EvidenceFolder.PLAN, EvidenceFolder.AUTHORITIES)) {
            Optional<byte[]> there = folder.read(name);
            boolean same =
                    there.isEmpty() || Arrays.equals(there.get(), plan.files().get(name));
            if (!same) {
                throw Transcript.edited(folder);
            }
        }
    }

    private void requireIntact(EvidenceFolder folder) {
        SortedMap<String, byte[]> contents = folder.files();
        folder.read(EvidenceFolder.MANIFEST).ifPresent(manifest -> contents.put(EvidenceFolder.MANIFEST, manifest));
        EvidenceVerification found = new EvidenceVerifier(List.of(), Optional.empty()).verify(contents);
        boolean ours = found.about()
                .filter(about -> about.getString("plan", "").equals(plan.sha256()))
                .isPresent();
        if (!ours || !found.isIntact()) {
            throw Transcript.edited(folder);
        }
    }

    private void requireFreeLabel() {
        if (token.objects().isLabelInUse(plan.key().label())) {
            throw new KeyRejectedException(
                    new PolicyRejection.LabelInUse(plan.key().label(), token.label()));
        }
    }

    private JsonObjectBuilder confirmation(List<Person> confirmed) {
        JsonArrayBuilder persons = Json.createArrayBuilder();
        confirmed.forEach(person -> persons.add(Json.createObjectBuilder()
                .add("name", person.name())
                .add("role", person.role().word())));
        return tools.describe(token.token())
                .add("purpose", plan.purpose())
                .add("class", plan.environmentClass().word())
                .add("organisation", plan.organisation().number())
                .add("persons", persons);
    }

    private static CeremonyRejectedException rejected(CeremonyRejectedException.Kind kind, Text detail, Text remedy) {
        return new CeremonyRejectedException(kind, detail, remedy);
    }
}
