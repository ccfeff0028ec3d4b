package no.portnokkel.control.switching;

import java.util.EnumSet;
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
                    new Text(
                            approver.name() + " er verken operator eller security-officer.",
                            approver.name() + " is neither operator nor security-officer."),
                    new Text("Be en av dem godkjenne.", "Ask one of those to approve."));
        }
        if (needs.contains(ApprovalRequirement.OTHER_PERSON) && approver.name().equals(proposer.name())) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                    new Text(
                            approver.name() + " har foreslått byttet og kan ikke godkjenne det selv.",
                            approver.name() + " proposed the switch and cannot approve it too."),
                    new Text(
                            "Be en annen operator eller security-officer godkjenne.",
                            "Ask another operator or security-officer to approve."));
        }
        if (needs.contains(ApprovalRequirement.OTHER_ROLE) && !holdsAnotherRole(proposer, approver)) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_NEEDS_OTHER_PERSON,
                    new Text(
                            "Byttet berører produksjon, og " + approver.name() + " har ingen rolle som "
                                    + proposer.name() + " ikke har.",
                            "The switch touches production, and " + approver.name() + " holds no role that "
                                    + proposer.name() + " has not."),
                    new Text(
                            "Be en med en annen rolle godkjenne: security-officer for en operators forslag.",
                            "Ask somebody of another role to approve: a security-officer for an operator's proposal."));
        }
    }

    private static boolean holdsAnotherRole(Person proposer, Person approver) {
        Set<Role> more = EnumSet.copyOf(APPROVERS);
        more.retainAll(approver.roles());
        more.removeAll(proposer.roles());
        return !more.isEmpty();
    }
}
