package no.portnokkel.control.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import no.portnokkel.control.Database;
import no.portnokkel.control.TestDatabase;
import no.portnokkel.control.audit.AuditTrail;
import no.portnokkel.control.keys.KeyChange.Action;
import no.portnokkel.control.keys.KeyChange.State;
import no.portnokkel.control.switching.ChangeRecord;
import no.portnokkel.control.switching.FakeEnvironmentRuntime;
import no.portnokkel.control.switching.Switch;
import no.portnokkel.control.switching.SwitchFixture;
import no.portnokkel.control.switching.SwitchService;
import no.portnokkel.maskinporten.TokenException;
import no.portnokkel.maskinporten.TokenRefusedException;
import no.portnokkel.maskinporten.TokenUnavailableException;
import no.portnokkel.maskinporten.config.ClientKey;
import no.portnokkel.maskinporten.config.ConfigValues;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.DeviceKey;
import no.portnokkel.maskinporten.refusal.ErrorAnswer;
import no.portnokkel.maskinporten.refusal.Explanation;
import no.portnokkel.maskinporten.refusal.Refusal;
import no.portnokkel.maskinporten.refusal.Retry;
import no.portnokkel.problem.Owner;
import no.portnokkel.problem.Problem;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two persons change the key of a client; canary grants come first, and the new key is watched for an hour. */
class KeyChangeServiceTest extends SwitchFixture {
    private static final ClientKey NEXT = new ClientKey("seal-2027", Optional.empty());

    private final List<String> nodesBehind = new ArrayList<>();
    private Database database;
    private KeyChangeService keys;
    private SwitchService switches;

    @BeforeEach
    void start_the_service() {
        user("siri", "security-officer");
        database = TestDatabase.in(dataDir, System::nanoTime);
        switches = switchesOf(server, database);
        keys = new KeyChangeService(
                Configuration.read(ConfigValues.of(configured)),
                users(),
                switches,
                server,
                this::nodesBehind,
                database,
                new AuditTrail(database, dataDir, clock, "node"),
                clock,
                UUID::randomUUID,
                Runnable::run);
    }

    @Test
    void a_proposal_changes_nothing_and_makes_no_grant() {
        KeyChange proposed = keys.propose(actor("ola"), toNext());

        assertThat(proposed.state()).isEqualTo(State.PROPOSED);
        assertThat(proposed.from().label()).isEqualTo("seal");
        assertThat(server.canaries()).isEmpty();
        assertThat(keyInUse()).isEqualTo("seal");
    }

    @Test
    void an_approval_makes_five_canary_grants_and_new_grants_use_the_key() {
        KeyChange approved = approve(keys.propose(actor("ola"), toNext()), "kari");

        assertThat(approved.state()).isEqualTo(State.ACTIVE);
        assertThat(approved.canary().granted()).isEqualTo(5);
        assertThat(server.canaries()).containsOnly("lab seal-2027").hasSize(5);
        assertThat(keyInUse()).isEqualTo("seal-2027");
        assertThat(server.active().version()).isEqualTo(1);
        assertThat(server.active().switchVersion()).isZero();
    }

    @Test
    void nobody_approves_their_own_proposal() {
        KeyChange proposed = keys.propose(actor("ola"), toNext());

        assertRejected(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> approve(proposed, "ola"));
        assertRejected(ProblemCode.ROLE_MISSING, () -> approve(proposed, "vera"));
    }

    @Test
    void in_class_production_an_operator_approves_and_not_another_security_officer() {
        KeyChange proposed = keys.propose(actor("ola"), request("prod", "activate", "seal-2027"));

        assertRejected(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> approve(proposed, "siri"));
        assertThat(approve(proposed, "kari").state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void only_a_security_officer_proposes_and_stops() {
        assertRejected(ProblemCode.ROLE_MISSING, () -> keys.propose(actor("kari"), toNext()));
        assertRejected(ProblemCode.ROLE_MISSING, () -> keys.stop(actor("kari"), request("lab", "stop", "seal")));
    }

    @Test
    void a_key_of_an_environment_that_is_not_in_use_is_changed_too() {
        approve(keys.propose(actor("ola"), request("rehearsal", "activate", "seal-2027")), "kari");

        assertThat(keyInUse()).isEqualTo("seal");
        assertThat(server.active().keys().active())
                .hasEntrySatisfying(
                        "rehearsal", choice -> assertThat(choice.key()).isEqualTo(NEXT));
    }

    @Test
    void refused_canaries_change_nothing_and_say_why() {
        server.answerGrantsOf("seal-2027", refused());

        KeyChange failed = approve(keys.propose(actor("ola"), toNext()), "kari");

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.canary().refused()).isEqualTo(1);
        assertThat(failed.problem()).isPresent();
        assertThat(keyInUse()).isEqualTo("seal");
    }

    @Test
    void an_outage_decides_nothing_and_the_canaries_go_on_after_it() {
        server.answerGrantsOf("seal-2027", unavailable());
        KeyChange approved = approve(keys.propose(actor("ola"), toNext()), "kari");
        assertThat(approved.state()).isEqualTo(State.APPROVED);

        server.answerGrantsOf("seal-2027", null);
        pass(Duration.ofSeconds(5));

        assertThat(find(approved).state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void an_outage_that_does_not_end_fails_the_change() {
        server.answerGrantsOf("seal-2027", unavailable());
        KeyChange approved = approve(keys.propose(actor("ola"), toNext()), "kari");

        pass(Duration.ofMinutes(11));

        assertThat(find(approved).state()).isEqualTo(State.FAILED);
        assertThat(keyInUse()).isEqualTo("seal");
    }

    @Test
    void a_registered_key_that_is_not_known_yet_is_waited_for() {
        server.answerGrantsOf("seal-2027", unknownKid());
        KeyRequest registered = new KeyRequest(
                "lab", Optional.empty(), "activate", "seal-2027", Optional.of("kid-2027"), "Yearly rotation");
        KeyChange approved = approve(keys.propose(actor("ola"), registered), "kari");
        pass(Duration.ofMinutes(2));
        assertThat(find(approved).state()).isEqualTo(State.APPROVED);

        server.answerGrantsOf("seal-2027", null);
        pass(Duration.ofSeconds(10));

        assertThat(find(approved).state()).isEqualTo(State.ACTIVE);
        assertThat(server.active().keys().active())
                .hasEntrySatisfying(
                        "lab", choice -> assertThat(choice.key().kid()).contains("kid-2027"));
    }

    @Test
    void a_registered_key_that_never_becomes_known_fails() {
        server.answerGrantsOf("seal-2027", unknownKid());
        KeyChange approved = approve(keys.propose(actor("ola"), toNext()), "kari");

        pass(Duration.ofSeconds(200));

        assertThat(find(approved).state()).isEqualTo(State.FAILED);
    }

    @Test
    void a_new_key_that_is_refused_within_an_hour_is_taken_back() {
        KeyChange active = approve(keys.propose(actor("ola"), toNext()), "kari");
        server.answerGrantsOf("seal-2027", refused());

        pass(Duration.ofMinutes(3));

        assertThat(find(active).state()).isEqualTo(State.REVERTED);
        assertThat(keyInUse()).isEqualTo("seal");
        keys.check();
        assertThat(keys.problems()).extracting(Problem::code).containsExactly(ProblemCode.KEY_CHANGE_REVERTED);
    }

    @Test
    void a_new_key_that_is_refused_once_stays() {
        KeyChange active = approve(keys.propose(actor("ola"), toNext()), "kari");
        server.answerGrantsOf("seal-2027", refused());
        pass(Duration.ofSeconds(61));
        server.answerGrantsOf("seal-2027", null);

        pass(Duration.ofMinutes(3));

        assertThat(find(active).state()).isEqualTo(State.ACTIVE);
        assertThat(keys.problems()).isEmpty();
    }

    @Test
    void after_an_hour_a_refusal_is_a_problem_like_others() {
        KeyChange active = approve(keys.propose(actor("ola"), toNext()), "kari");
        clock.advance(Duration.ofMinutes(61));
        server.answerGrantsOf("seal-2027", refused());

        pass(Duration.ofMinutes(3));

        assertThat(find(active).state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void an_outage_of_maskinporten_takes_nothing_back() {
        KeyChange active = approve(keys.propose(actor("ola"), toNext()), "kari");
        server.answerGrantsOf("seal-2027", unavailable());

        pass(Duration.ofMinutes(10));

        assertThat(find(active).state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void settings_users_or_a_certificate_that_change_after_the_proposal_need_a_new_one() {
        KeyChange proposed = keys.propose(actor("ola"), toNext());
        server.renewCertificate();

        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> approve(proposed, "kari"));
    }

    @Test
    void a_proposal_that_was_made_before_another_change_of_keys_needs_a_new_one() {
        KeyChange older = keys.propose(actor("ola"), request("lab", "activate", "seal-2028"));
        approve(keys.propose(actor("ola"), toNext()), "kari");

        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> approve(older, "kari"));
        assertThat(keyInUse()).isEqualTo("seal-2027");
    }

    @Test
    void nobody_proposes_or_approves_by_writing_to_the_database() {
        KeyChange proposed = keys.propose(actor("ola"), toNext());
        execute("UPDATE portnokkel_key_change SET label = 'other'");
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> approve(proposed, "kari"));

        execute("UPDATE portnokkel_key_change SET label = 'seal-2027', state = 'APPROVED', decided_by = 'kari',"
                + " decided_at = proposed_at, decision_signature = 'signed-by-nobody'");
        pass(Duration.ofMinutes(1));

        assertThat(find(proposed).state()).isEqualTo(State.FAILED);
        assertThat(keyInUse()).isEqualTo("seal");
    }

    @Test
    void a_withdrawn_or_expired_proposal_cannot_be_approved() {
        KeyChange withdrawn = keys.propose(actor("ola"), toNext());
        assertThat(keys.withdraw(withdrawn.id(), actor("kari")).state()).isEqualTo(State.WITHDRAWN);
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> approve(withdrawn, "kari"));

        KeyChange expired = keys.propose(actor("ola"), toNext());
        clock.advance(Duration.ofHours(25));
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> approve(expired, "kari"));
        assertThat(find(expired).state()).isEqualTo(State.EXPIRED);
    }

    @Test
    void what_cannot_be_meant_is_refused() {
        assertRejected(ProblemCode.REQUEST_INVALID, () -> propose(request("nowhere", "activate", "seal-2027")));
        assertRejected(ProblemCode.REQUEST_INVALID, () -> propose(request("lab", "rotate", "seal-2027")));
        assertRejected(ProblemCode.REQUEST_INVALID, () -> propose(request("lab", "activate", " ")));
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> propose(request("lab", "activate", "seal")));
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> propose(request("lab", "restore", "seal")));
        assertRejected(ProblemCode.HSM_KEY_NOT_FOUND, () -> propose(request("lab", "activate", "no-such-key")));
        assertRejected(
                ProblemCode.REQUEST_INVALID,
                () -> propose(new KeyRequest(
                        "lab", Optional.of("cards"), "activate", "seal-2027", Optional.empty(), "Rotation")));
        assertRejected(
                ProblemCode.REQUEST_INVALID,
                () -> propose(new KeyRequest(
                        "lab", Optional.empty(), "activate", "seal-2027", Optional.of("two words"), "Rotation")));
        assertRejected(
                ProblemCode.REQUEST_INVALID,
                () -> propose(new KeyRequest("lab", Optional.empty(), "activate", "seal-2027", Optional.empty(), "")));
    }

    @Test
    void a_kid_is_never_used_for_two_keys() {
        approve(propose(registered("seal-2027", "kid-1")), "kari");

        assertRejected(ProblemCode.REQUEST_INVALID, () -> propose(registered("seal-2028", "kid-1")));
    }

    @Test
    void the_confirmed_state_stays_confirmed_when_two_persons_change_the_key() {
        switches.confirmations()
                .approve(switches.confirmations().propose(actor("kari")).id(), actor("per"));

        approve(propose(toNext()), "kari");

        assertThat(switches.confirmations().overview().difference()).isEmpty();
    }

    @Test
    void the_confirmed_state_stays_confirmed_when_the_key_that_signed_it_is_stopped() {
        switches.confirmations()
                .approve(switches.confirmations().propose(actor("kari")).id(), actor("per"));

        keys.stop(actor("ola"), request("lab", "stop", "seal"));

        assertThat(switches.confirmations().overview().confirmed()).isTrue();
        assertThat(switches.confirmations().overview().difference()).isEmpty();
    }

    @Test
    void the_confirmed_state_stays_confirmed_when_a_standby_key_takes_over() {
        switches.confirmations()
                .approve(switches.confirmations().propose(actor("kari")).id(), actor("per"));
        approve(propose(request("lab", "standby", "seal-2027")), "kari");

        keys.stop(actor("ola"), request("lab", "stop", "seal"));

        assertThat(keyInUse()).isEqualTo("seal-2027");
        assertThat(switches.confirmations().overview().difference()).isEmpty();
    }

    @Test
    void the_confirmed_state_stays_confirmed_when_the_key_before_a_rotation_is_stopped() {
        switches.confirmations()
                .approve(switches.confirmations().propose(actor("kari")).id(), actor("per"));
        approve(propose(toNext()), "kari");

        keys.stop(actor("ola"), request("lab", "stop", "seal"));

        assertThat(switches.confirmations().overview().difference()).isEmpty();
    }

    @Test
    void a_confirmation_that_this_node_had_not_seen_yet_is_not_replaced_by_an_older_one() {
        switches.confirmations()
                .approve(switches.confirmations().propose(actor("kari")).id(), actor("per"));
        execute("UPDATE portnokkel_confirmation_value SET setting = 'newer-client' WHERE name = 'client-id'");

        keys.stop(actor("ola"), request("lab", "stop", "seal"));

        assertThat(switches.confirmations().overview().confirmed()).isFalse();
    }

    @Test
    void the_label_of_a_standby_key_of_another_hsm_is_not_given_to_a_key_of_this_one() {
        configured.put("portnokkel.environments.lab.standby-key", "seal-2027");
        configured.put("portnokkel.environments.lab.standby-hsm", "other");
        configured.put("portnokkel.hsm.devices.other.profile", "softhsm2");
        configured.put("portnokkel.hsm.devices.other.token-label", "other");
        start_the_service();

        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> propose(toNext()));
    }

    @Test
    void a_stopped_standby_key_of_production_is_restored_under_the_rules_of_production() {
        configured.put("portnokkel.environments.prod.standby-key", "standby");
        configured.put("portnokkel.environments.prod.standby-hsm", "other");
        configured.put("portnokkel.environments.rehearsal.hsm", "other");
        configured.put("portnokkel.hsm.devices.other.profile", "softhsm2");
        configured.put("portnokkel.hsm.devices.other.token-label", "other");
        start_the_service();
        keys.stop(actor("ola"), request("prod", "stop", "standby"));

        KeyChange proposed = propose(request("rehearsal", "restore", "standby"));

        assertRejected(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> approve(proposed, "siri"));
    }

    @Test
    void what_nobody_had_confirmed_is_not_confirmed_by_a_stop() {
        keys.stop(actor("ola"), request("lab", "stop", "seal"));

        assertThat(switches.confirmations().overview().confirmed()).isFalse();
    }

    @Test
    void what_was_not_confirmed_before_is_not_confirmed_by_a_change_of_key() {
        switches.confirmations()
                .approve(switches.confirmations().propose(actor("kari")).id(), actor("per"));
        configured.put("portnokkel.environments.lab.client-id", "another-client");
        start_the_service();

        approve(propose(toNext()), "kari");

        assertThat(switches.confirmations().overview().difference())
                .extracting(difference -> difference.what())
                .containsExactly("client-id");
    }

    @Test
    void a_stop_is_carried_out_before_the_answer_and_says_what_was_done() {
        StopReport report = keys.stop(actor("ola"), request("lab", "stop", "seal"));

        assertThat(report.change().state()).isEqualTo(State.ACTIVE);
        assertThat(report.change().action()).isEqualTo(Action.STOP);
        assertThat(report.steps().keySet()).containsExactly(StopReport.Step.values());
        assertThat(report.takenOver()).isEmpty();
        assertThat(report.letters().certificateAuthority().no()).contains("1f", "310167398");
        assertThat(report.letters().digdir().en()).contains("lab-client", "c0ffee");
        assertThat(stopped()).containsExactly("seal");
        assertThat(server.active().version()).isEqualTo(1);
        assertThat(keys.all()).hasSize(1);
    }

    @Test
    void the_letters_name_the_key_that_was_stopped_and_not_the_one_in_use() {
        approve(propose(registered("seal-2027", "kid-2027")), "kari");

        StopReport ofReplaced = keys.stop(actor("ola"), request("lab", "stop", "seal"));
        StopReport ofRegistered = keys.stop(actor("ola"), request("lab", "stop", "seal-2027"));

        assertThat(ofReplaced.letters().digdir().en()).contains("c0ffee").doesNotContain("kid-2027");
        assertThat(ofRegistered.letters().digdir().en()).contains("kid-2027");
    }

    @Test
    void a_stop_goes_on_without_the_database_and_is_stored_when_it_is_back() {
        database.close();

        StopReport report = keys.stop(actor("ola"), request("lab", "stop", "seal"));

        assertThat(report.steps().keySet()).containsExactly(StopReport.Step.STOPPED, StopReport.Step.NOTHING_UNDER_WAY);
        assertThat(stopped()).containsExactly("seal");
        assertThat(server.active().version()).isZero();

        start_the_service();
        switches.check();
        assertThat(server.active().version()).isEqualTo(1);
        assertThat(stopped()).containsExactly("seal");
    }

    @Test
    void a_stop_does_not_wait_for_the_hsm_to_tell_the_certificate() {
        server.loseHsm();

        assertThat(keys.stop(actor("ola"), request("lab", "stop", "seal"))
                        .change()
                        .state())
                .isEqualTo(State.ACTIVE);
    }

    @Test
    void a_node_that_does_not_follow_in_time_is_named() {
        nodesBehind.add("node-2");

        StopReport report = keys.stop(actor("ola"), request("lab", "stop", "seal"));

        assertThat(report.waitingFor()).containsExactly("node-2");
        assertThat(report.steps().keySet()).doesNotContain(StopReport.Step.ALL_NODES);
    }

    @Test
    void a_key_that_nobody_knows_cannot_be_stopped() {
        assertRejected(
                ProblemCode.REQUEST_INVALID, () -> keys.stop(actor("ola"), request("lab", "stop", "no-such-key")));
    }

    @Test
    void a_standby_key_that_two_persons_approved_takes_over() {
        approve(propose(request("lab", "standby", "seal-2027")), "kari");
        assertThat(keyInUse()).isEqualTo("seal");

        StopReport report = keys.stop(actor("ola"), request("lab", "stop", "seal"));

        assertThat(report.takenOver()).containsEntry("lab", NEXT);
        assertThat(keyInUse()).isEqualTo("seal-2027");
    }

    @Test
    void a_standby_key_that_one_person_proposed_does_not_take_over() {
        propose(request("lab", "standby", "seal-2027"));

        keys.stop(actor("ola"), request("lab", "stop", "seal"));

        assertThat(keyInUse()).isEqualTo("seal");
    }

    @Test
    void two_persons_bring_a_stopped_key_back() {
        keys.stop(actor("ola"), request("lab", "stop", "seal"));
        assertRejected(ProblemCode.SWITCH_CONFLICT, () -> propose(request("rehearsal", "activate", "seal")));
        KeyChange proposed = propose(request("lab", "restore", "seal"));
        assertRejected(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> approve(proposed, "ola"));

        assertThat(approve(proposed, "kari").state()).isEqualTo(State.ACTIVE);
        assertThat(stopped()).isEmpty();
    }

    @Test
    void a_key_that_was_stopped_is_not_brought_back_by_the_automatic_way_back() {
        KeyChange active = approve(propose(toNext()), "kari");
        keys.stop(actor("ola"), request("lab", "stop", "seal"));
        server.answerGrantsOf("seal-2027", refused());

        pass(Duration.ofMinutes(5));

        assertThat(find(active).state()).isEqualTo(State.ACTIVE);
        assertThat(keyInUse()).isEqualTo("seal-2027");
    }

    @Test
    void an_approved_change_that_was_carried_out_cannot_be_repeated_by_writing_to_the_database() {
        keys.stop(actor("ola"), request("lab", "stop", "seal"));
        KeyChange restored = approve(propose(request("lab", "restore", "seal")), "kari");
        keys.stop(actor("ola"), request("lab", "stop", "seal"));

        execute("UPDATE portnokkel_key_change SET state = 'APPROVED' WHERE id = '" + restored.id() + "'");
        pass(Duration.ofMinutes(1));

        assertThat(find(restored).state()).isEqualTo(State.FAILED);
        assertThat(stopped()).containsExactly("seal");
    }

    @Test
    void the_way_back_leads_to_no_key_that_somebody_wrote_into_the_database() {
        KeyChange active = approve(propose(toNext()), "kari");
        server.answerGrantsOf("seal-2027", refused());
        execute("UPDATE portnokkel_key_change SET from_label = 'of-somebody' WHERE id = '" + active.id() + "'");

        pass(Duration.ofMinutes(5));

        assertThat(keyInUse()).isEqualTo("seal-2027");
    }

    @Test
    void a_stopped_key_is_not_followed_by_the_one_before_it_unless_two_persons_decide() {
        approve(propose(toNext()), "kari");
        keys.stop(actor("ola"), request("lab", "stop", "seal-2027"));
        server.answerGrantsOf("seal-2027", refused());

        pass(Duration.ofMinutes(5));

        assertThat(keyInUse()).isEqualTo("seal-2027");
        assertThat(stopped()).containsExactly("seal-2027");
    }

    @Test
    void a_refused_scope_does_not_take_a_key_back() {
        KeyChange active = approve(propose(toNext()), "kari");
        server.answerGrantsOf("seal-2027", refusedScope());

        pass(Duration.ofMinutes(5));

        assertThat(find(active).state()).isEqualTo(State.ACTIVE);
    }

    @Test
    void a_key_that_production_uses_too_is_brought_back_by_production_s_rules() {
        keys.stop(actor("ola"), request("lab", "stop", "seal"));
        KeyChange proposed = propose(request("lab", "restore", "seal"));

        assertRejected(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> approve(proposed, "siri"));
    }

    @Test
    void one_person_alone_brings_no_key_back_whatever_is_configured() {
        configured.put("portnokkel.admin.one-person-switch", "true");
        start_the_service();
        keys.stop(actor("ola"), request("lab", "stop", "seal"));
        KeyChange proposed = propose(request("lab", "restore", "seal"));

        assertRejected(ProblemCode.SWITCH_NEEDS_OTHER_PERSON, () -> approve(proposed, "ola"));
    }

    @Test
    void a_stop_without_the_database_survives_what_another_node_commits_meanwhile() {
        database.close();
        keys.stop(actor("ola"), request("lab", "stop", "seal"));
        FakeEnvironmentRuntime otherServer = new FakeEnvironmentRuntime("lab");
        Database same = TestDatabase.in(dataDir, System::nanoTime);
        SwitchService otherNode = switchesOf(otherServer, same);
        Switch proposed = otherNode.propose(actor("kari"), "rehearsal", ChangeRecord.ofReason("a test"));
        otherNode.approve(proposed.id(), actor("per"), Optional.empty());
        same.close();

        start_the_service();
        for (int second = 0; second < 3; second++) {
            keys.check();
            switches.check();
        }

        assertThat(stopped()).containsExactly("seal");
        assertThat(server.active().environment()).contains("rehearsal");
        assertThat(server.active().version()).isEqualTo(2);
    }

    private List<String> nodesBehind(long version) {
        clock.advance(Duration.ofSeconds(1)); // the stop waits for nodes by the clock
        return List.copyOf(nodesBehind);
    }

    private KeyChange propose(KeyRequest request) {
        return keys.propose(actor("ola"), request);
    }

    private KeyChange approve(KeyChange proposed, String name) {
        return find(keys.approve(proposed.id(), actor(name)));
    }

    private KeyChange find(KeyChange change) {
        return keys.all().stream()
                .filter(other -> other.id().equals(change.id()))
                .findFirst()
                .orElseThrow();
    }

    /** Lets time pass, with a check every second. */
    private void pass(Duration time) {
        for (int second = 0; second < time.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            keys.check();
        }
    }

    private String keyInUse() {
        return Optional.ofNullable(server.active().keys().active().get("lab"))
                .map(choice -> choice.key().label())
                .orElse("seal");
    }

    private List<String> stopped() {
        return server.active().keys().stopped().stream().map(DeviceKey::label).toList();
    }

    private void execute(String statement) {
        database.transaction(connection -> {
            try (Statement update = connection.createStatement()) {
                return update.executeUpdate(statement);
            }
        });
    }

    private static KeyRequest toNext() {
        return request("lab", "activate", "seal-2027");
    }

    private static KeyRequest registered(String label, String kid) {
        return new KeyRequest("lab", Optional.empty(), "activate", label, Optional.of(kid), "Yearly rotation");
    }

    private static KeyRequest request(String environment, String action, String label) {
        return new KeyRequest(environment, Optional.empty(), action, label, Optional.empty(), "Yearly rotation");
    }

    private static TokenException unavailable() {
        return new TokenUnavailableException(Problem.of(
                ProblemCode.MASKINPORTEN_UNAVAILABLE, text("Utilgjengelig.", "Unavailable."), text("Vent.", "Wait.")));
    }

    private static TokenException unknownKid() {
        Text cause = text("Ukjent kid.", "Unknown kid.");
        Refusal refusal = new Refusal.RegisteredKeyRefused(
                ErrorAnswer.of(
                        400,
                        "invalid_grant",
                        Optional.of("Unknown key identifier (kid) for client."),
                        Optional.empty()),
                new Explanation(
                        cause,
                        Owner.SECURITY_OFFICER,
                        cause,
                        Retry.REGISTRATION,
                        URI.create("https://docs.digdir.no/")));
        return new TokenRefusedException(refusal.problem(Optional.empty()), refusal);
    }

    private static TokenException refused() {
        return new TokenRefusedException(
                Problem.of(ProblemCode.MASKINPORTEN_REFUSED, text("Avvist.", "Refused."), text("Rett.", "Mend.")));
    }

    private static TokenException refusedScope() {
        Text cause = text("Mangler scope.", "Lacks the scope.");
        Refusal refusal = new Refusal.ScopeRefused(
                ErrorAnswer.of(400, "invalid_scope", Optional.empty(), Optional.empty()),
                new Explanation(cause, Owner.OPERATOR, cause, Retry.NEVER, URI.create("https://docs.digdir.no/")));
        return new TokenRefusedException(refusal.problem(Optional.empty()), refusal);
    }
}
