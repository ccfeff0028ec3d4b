package no.portnokkel.hsm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.AuthProvider;
import java.security.KeyStore;
import java.security.Provider;

/** The walls between the rooms of this module. */
@AnalyzeClasses(
        packages = {"no.portnokkel.problem", "no.portnokkel.hsm"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyRulesTest {
    @ArchTest
    static final ArchRule only_one_room_knows_pkcs11 = noClasses()
            .that()
            .resideOutsideOfPackage("no.portnokkel.hsm.pkcs11..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.belongToAnyOf(KeyStore.class, Provider.class, AuthProvider.class)
                    .or(JavaClass.Predicates.resideInAPackage("com.sun.jna..")));

    @ArchTest
    static final ArchRule the_c_interface_knows_nothing_of_sunpkcs11 = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.hsm.pkcs11.cryptoki")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("no.portnokkel.hsm.pkcs11");

    @ArchTest
    static final ArchRule only_the_ceremony_knows_bouncy_castle = noClasses()
            .that()
            .resideOutsideOfPackage("no.portnokkel.hsm.keys")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule no_application_meets_the_ceremony = noClasses()
            .that()
            .resideOutsideOfPackages("no.portnokkel.hsm.keys", "no.portnokkel.hsm.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("no.portnokkel.hsm.keys");

    @ArchTest
    static final ArchRule nobody_needs_the_command_line = noClasses()
            .that()
            .resideOutsideOfPackage("no.portnokkel.hsm.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("no.portnokkel.hsm.cli..", "picocli..", "jakarta..");

    @ArchTest
    static final ArchRule errors_lie_at_the_bottom = classes()
            .that()
            .resideInAPackage("no.portnokkel.problem")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("no.portnokkel.problem", "java..", "org.jspecify.annotations");

    @ArchTest
    static final ArchRule pins_and_files_know_nothing_of_the_device = noClasses()
            .that()
            .resideInAnyPackage("no.portnokkel.hsm.pin", "no.portnokkel.hsm.files")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("no.portnokkel.hsm.pkcs11", "no.portnokkel.hsm.connection..");

    @ArchTest
    static final ArchRule a_generation_stands_whoever_comes = noClasses()
            .that()
            .resideInAnyPackage("no.portnokkel.hsm.connection", "no.portnokkel.hsm.connection")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("no.portnokkel.hsm.connection");

    @ArchTest
    static final ArchRule every_failure_has_a_kind = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
}
