package no.portnokkel.control.switching;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.control.users.Users;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.runtime.EffectiveSettings;

/** Decides who may approve a switch. An active environment that is no longer configured counts as production. */
final class FourEyes {
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

    Set<Switch.ApprovalRequirement> requirements(Optional<String> from, String to) {
        if (from.filter(this::isProduction).isPresent() || isProduction(to)) {
            return EnumSet.of(Switch.ApprovalRequirement.OTHER_PERSON, Switch.ApprovalRequirement.OTHER_ROLE);
        }
        return onePersonIsEnough
                ? EnumSet.noneOf(Switch.ApprovalRequirement.class)
                : EnumSet.of(Switch.ApprovalRequirement.OTHER_PERSON);
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
    void check(Set<Switch.ApprovalRequirement> requirements, Person proposer, Person approver) {
        if (!mayApprove(approver)) {
            throw ProblemException.of(
                    ProblemCode.ROLE_MISSING, "role-missing.approver", Map.of("name", approver.name()));
        }
        if (requirements.contains(Switch.ApprovalRequirement.OTHER_PERSON)
                && approver.name().equals(proposer.name())) {
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
     * Checks that nobody approves with an account that was added or changed since the last confirmation: as long as two persons
     * who may approve are unchanged, both have to be among them.
     *
     * @param confirmed the users and settings that two persons confirmed last
     * @param users configured now
     * @throws ProblemException {@code switch-needs-other-person}
     */
    void checkAccounts(EffectiveSettings confirmed, Users users, Person proposer, Person approver) {
        Set<String> unchanged = users.all().stream()
                .filter(FourEyes::mayApprove)
                .filter(person -> confirmed
                        .values()
                        .entrySet()
                        .containsAll(users.fingerprint(person).entrySet()))
                .map(Person::name)
                .collect(Collectors.toSet());
        if (unchanged.size() >= 2 && !unchanged.containsAll(List.of(proposer.name(), approver.name()))) {
            throw SwitchProblems.personNotConfirmed();
        }
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
