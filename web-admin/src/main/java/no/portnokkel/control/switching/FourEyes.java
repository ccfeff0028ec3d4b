package no.portnokkel.control.switching;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.control.users.Users;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.maskinporten.config.KeyChoices;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.EffectiveSettings;

/** Decides who may approve a decision. An active environment that is no longer configured counts as production. Thread-safe. */
public final class FourEyes {
    private static final Set<Role> APPROVERS = EnumSet.of(Role.OPERATOR, Role.SECURITY_OFFICER);

    private final Configuration configuration;
    private final boolean onePersonIsEnough;

    /** @param onePersonIsEnough {@code portnokkel.admin.one-person-switch}; ignored when production is involved */
    FourEyes(Configuration configuration, boolean onePersonIsEnough) {
        this.configuration = configuration;
        this.onePersonIsEnough = onePersonIsEnough;
    }

    /** Returns the settings that decide who may approve, where they differ from the strictest. */
    Map<String, String> settings() {
        return onePersonIsEnough ? Map.of("admin.one-person-switch", "true") : Map.of();
    }

    /**
     * Returns the settings of an environment with these, as configured now.
     *
     * @param keys what was decided about keys
     */
    EffectiveSettings inEffect(String environment, KeyChoices keys) {
        EnvironmentSettings settings = configuration.environments().get(environment);
        EffectiveSettings own = settings == null
                ? EffectiveSettings.ofUnknown(environment)
                : EffectiveSettings.of(keys.appliedTo(settings));
        return own.with(settings());
    }

    /** Returns what an approval of a switch requires, or of another decision about one environment. */
    public Set<Switch.ApprovalRequirement> requirements(Optional<String> from, String to) {
        if (from.filter(this::isProduction).isPresent() || isProduction(to)) {
            return EnumSet.of(Switch.ApprovalRequirement.OTHER_PERSON, Switch.ApprovalRequirement.OTHER_ROLE);
        }
        return onePersonIsEnough
                ? EnumSet.noneOf(Switch.ApprovalRequirement.class)
                : EnumSet.of(Switch.ApprovalRequirement.OTHER_PERSON);
    }

    /** @throws ProblemException {@code role-missing} */
    void requireProposer(Person person) {
        if (!person.hasAny(EnumSet.of(Role.OPERATOR))) {
            throw ProblemException.of(ProblemCode.ROLE_MISSING, "role-missing.proposer", Map.of("name", person.name()));
        }
    }

    private boolean isProduction(String environment) {
        EnvironmentSettings settings = configuration.environments().get(environment);
        return settings == null || settings.environment().environmentClass() == EnvironmentClass.PRODUCTION;
    }

    /**
     * Checks that this person may approve.
     *
     * @param proposer with the roles configured now
     * @throws ProblemException {@code role-missing} or {@code switch-needs-other-person}
     */
    public void check(Set<Switch.ApprovalRequirement> requirements, Person proposer, Person approver) {
        if (!mayApprove(approver)) {
            throw ProblemException.of(
                    ProblemCode.ROLE_MISSING, "role-missing.approver", Map.of("name", approver.name()));
        }
        if (requirements.contains(Switch.ApprovalRequirement.OTHER_PERSON) && approver.isSameAs(proposer)) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                    "switch-needs-other-person.proposer",
                    Map.of("name", approver.name()));
        }
        if (requirements.contains(Switch.ApprovalRequirement.OTHER_ROLE) && !holdsAnotherRole(proposer, approver)) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                    "switch-needs-other-person.same-role",
                    Map.of("approver", approver.name(), "proposer", proposer.name()));
        }
    }

    /**
     * Checks that this person may review what another one did alone.
     *
     * @param executedBy the person who did it
     * @throws ProblemException {@code role-missing} or {@code switch-needs-other-person}
     */
    void checkReviewer(Person executedBy, Person reviewer) {
        check(EnumSet.noneOf(Switch.ApprovalRequirement.class), reviewer, reviewer);
        if (executedBy.isSameAs(reviewer)) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                    "switch-needs-other-person.reviewer",
                    Map.of("name", reviewer.name()));
        }
    }

    /**
     * Checks that nobody approves with an account that was added or changed since the last confirmation: as long as two persons
     * who may approve are unchanged, both have to be among them. Who comes by an identity provider is unchanged as long as its
     * settings are; then there are always two.
     *
     * @param confirmed the users and settings that two persons confirmed last
     * @param users and the identity provider, as configured now
     * @throws ProblemException {@code switch-needs-other-person}
     */
    void checkAccounts(EffectiveSettings confirmed, Users users, Person proposer, Person approver) {
        Set<String> unchanged = users.all().stream()
                .filter(FourEyes::mayApprove)
                .filter(person -> isConfirmed(users.fingerprint(person), confirmed))
                .map(Person::id)
                .collect(Collectors.toSet());
        Map<String, String> signOn = users.signOnFingerprints();
        boolean isSignOnUnchanged = !signOn.isEmpty() && isConfirmed(signOn, confirmed);
        boolean areUnchanged = Stream.of(proposer, approver)
                .allMatch(person -> person.isBuiltIn() ? unchanged.contains(person.id()) : isSignOnUnchanged);
        if ((unchanged.size() >= 2 || isSignOnUnchanged) && !areUnchanged) {
            throw SwitchProblems.personNotConfirmed();
        }
    }

    private static boolean isConfirmed(Map<String, String> fingerprints, EffectiveSettings confirmed) {
        return confirmed.values().entrySet().containsAll(fingerprints.entrySet());
    }

    private static boolean mayApprove(Person person) {
        return person.hasAny(APPROVERS);
    }

    private static boolean holdsAnotherRole(Person proposer, Person approver) {
        Set<Role> additional = EnumSet.copyOf(APPROVERS);
        additional.retainAll(approver.roles());
        additional.removeAll(proposer.roles());
        return !additional.isEmpty();
    }
}
