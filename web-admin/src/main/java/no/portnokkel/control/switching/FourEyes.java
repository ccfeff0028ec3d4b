package no.portnokkel.control.switching;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.portnokkel.control.ProblemException;
import no.portnokkel.control.users.Person;
import no.portnokkel.control.users.Role;
import no.portnokkel.maskinporten.EnvironmentClass;
import no.portnokkel.maskinporten.config.Configuration;
import no.portnokkel.maskinporten.config.EnvironmentSettings;
import no.portnokkel.problem.ProblemCode;
import no.portnokkel.problem.Text;

/** Who may approve a switch. An environment in use that is no longer configured counts as production. */
final class FourEyes {
    private static final Set<Role> APPROVERS = EnumSet.of(Role.OPERATOR, Role.SECURITY_OFFICER);

    private final Configuration configuration;
    private final boolean onePersonIsEnough;

    /** @param onePersonIsEnough {@code portnokkel.admin.one-person-switch}; without effect where production is touched */
    FourEyes(Configuration configuration, boolean onePersonIsEnough) {
        this.configuration = configuration;
        this.onePersonIsEnough = onePersonIsEnough;
    }

    Set<ApprovalRequirement> needs(Optional<String> from, String to) {
        if (from.filter(this::isProduction).isPresent() || isProduction(to)) {
            return EnumSet.of(ApprovalRequirement.OTHER_PERSON, ApprovalRequirement.OTHER_ROLE);
        }
        return onePersonIsEnough
                ? EnumSet.noneOf(ApprovalRequirement.class)
                : EnumSet.of(ApprovalRequirement.OTHER_PERSON);
    }

    private boolean isProduction(String environment) {
        EnvironmentSettings settings = configuration.environments().get(environment);
        return settings == null || settings.environment().environmentClass() == EnvironmentClass.PRODUCTION;
    }

    /**
     * @param proposer as configured now
     * @throws ProblemException {@code role-missing} or {@code switch-needs-other-person}
     */
    void check(Set<ApprovalRequirement> needs, Person proposer, Person approver) {
        if (!approver.hasAny(APPROVERS)) {
            throw ProblemException.of(
                    ProblemCode.ROLE_MISSING,
                    Text.message("four-eyes.if", Map.of("name", approver.name())),
                    Text.message("four-eyes.if-2"));
        }
        if (needs.contains(ApprovalRequirement.OTHER_PERSON) && approver.name().equals(proposer.name())) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                    Text.message("four-eyes.if-3", Map.of("name", approver.name())),
                    Text.message("four-eyes.if-4"));
        }
        if (needs.contains(ApprovalRequirement.OTHER_ROLE) && !holdsAnotherRole(proposer, approver)) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                    Text.message("four-eyes.if-5", Map.of("name", approver.name(), "name2", proposer.name())),
                    Text.message("four-eyes.if-6"));
        }
    }

    private static boolean holdsAnotherRole(Person proposer, Person approver) {
        Set<Role> more = EnumSet.copyOf(APPROVERS);
        more.retainAll(approver.roles());
        more.removeAll(proposer.roles());
        return !more.isEmpty();
    }
}
