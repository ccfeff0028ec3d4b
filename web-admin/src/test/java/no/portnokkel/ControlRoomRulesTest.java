package no.portnokkel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;

@AnalyzeClasses(
        packages = {"no.portnokkel.control", "no.portnokkel.admin"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ControlRoomRulesTest {
    @ArchTest
    static final ArchRule CONTROL_KNOWS_NEITHER_A_SERVER_NOR_ITS_FACE = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.control..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "no.portnokkel.admin..");

    @ArchTest
    static final ArchRule ONLY_THE_DATABASE_KNOWS_WHICH_ONE_IT_IS = noClasses()
            .that()
            .doNotHaveSimpleName("Database")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.h2..", "org.flywaydb..");

    @ArchTest
    static final ArchRule PEOPLE_AND_CHANGES_DO_NOT_KNOW_SWITCHES = noClasses()
            .that()
            .resideInAnyPackage("no.portnokkel.control.users", "no.portnokkel.control.changelog")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("no.portnokkel.control.switching");

    @ArchTest
    static final ArchRule ROOMS_OF_CONTROL_GO_IN_NO_CIRCLE =
            slices().matching("no.portnokkel.control.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ROOMS_OF_ADMIN_GO_IN_NO_CIRCLE =
            slices().matching("no.portnokkel.admin.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule EVERY_ADDRESS_SAYS_WHO_MAY_CALL_IT = methods()
            .that()
            .areAnnotatedWith(GET.class)
            .or()
            .areAnnotatedWith(POST.class)
            .or()
            .areAnnotatedWith(DELETE.class)
            .should()
            .beAnnotatedWith(RolesAllowed.class)
            .orShould()
            .beAnnotatedWith(PermitAll.class);

    @ArchTest
    static final ArchRule NOBODY_CATCHES_OR_THROWS_WHAT_HAS_NO_NAME =
            classes().should().onlyDependOnClassesThat().doNotHaveFullyQualifiedName("java.lang.Exception");
}
