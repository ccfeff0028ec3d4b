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
    static final ArchRule CONTROL_DEPENDS_NEITHER_ON_THE_CONTAINER_NOR_ON_ADMIN = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.control..")
            .should()
            .dependOnClassesThat()
            // jakarta.json: the digest of a switch is that of its JSON
            .resideInAnyPackage(
                    "jakarta.annotation..",
                    "jakarta.ejb..",
                    "jakarta.enterprise..",
                    "jakarta.inject..",
                    "jakarta.security..",
                    "jakarta.servlet..",
                    "jakarta.ws..",
                    "no.portnokkel.admin..");

    @ArchTest
    static final ArchRule ONLY_DATABASE_DEPENDS_ON_H2_AND_FLYWAY = noClasses()
            .that()
            .doNotHaveSimpleName("Database")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.h2..", "org.flywaydb..");

    @ArchTest
    static final ArchRule USERS_AND_CHANGE_LOG_DO_NOT_DEPEND_ON_SWITCHING = noClasses()
            .that()
            .resideInAnyPackage("no.portnokkel.control.users", "no.portnokkel.control.changelog")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("no.portnokkel.control.switching");

    @ArchTest
    static final ArchRule PACKAGES_OF_CONTROL_HAVE_NO_CYCLES =
            slices().matching("no.portnokkel.control.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_OF_ADMIN_HAVE_NO_CYCLES =
            slices().matching("no.portnokkel.admin.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("no.portnokkel.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule EVERY_RESOURCE_METHOD_NAMES_ITS_ROLES = methods()
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
    static final ArchRule NOTHING_CATCHES_OR_THROWS_PLAIN_EXCEPTION =
            classes().should().onlyDependOnClassesThat().doNotHaveFullyQualifiedName("java.lang.Exception");
}
