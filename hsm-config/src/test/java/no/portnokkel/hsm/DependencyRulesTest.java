package no.portnokkel.hsm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.AuthProvider;
import java.security.KeyStore;
import java.security.Provider;

/** The dependencies between the packages of this module. */
@AnalyzeClasses(
        packages = {
            "no.portnokkel.audit",
            "no.portnokkel.certificate",
            "no.portnokkel.files",
            "no.portnokkel.hsm",
            "no.portnokkel.message",
            "no.portnokkel.problem",
            "no.portnokkel.settings"
        },
        importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyRulesTest {
    @ArchTest
    static final ArchRule only_one_package_uses_sunpkcs11_and_jna = noClasses()
            .that()
            .resideOutsideOfPackages("no.portnokkel.hsm.pkcs11..", "no.portnokkel.hsm.software")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.belongToAnyOf(KeyStore.class, Provider.class, AuthProvider.class)
                    .or(JavaClass.Predicates.resideInAPackage("com.sun.jna..")));

    @ArchTest
    static final ArchRule a_keystore_file_needs_no_module = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.hsm.software")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.belongToAnyOf(Provider.class, AuthProvider.class)
                    .or(JavaClass.Predicates.resideInAnyPackage(
                            "com.sun.jna..", "no.portnokkel.hsm.pkcs11", "no.portnokkel.hsm.connection")));

    @ArchTest
    static final ArchRule the_c_interface_does_not_use_sunpkcs11 = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.hsm.pkcs11.cryptoki")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("no.portnokkel.hsm.pkcs11");

    @ArchTest
    static final ArchRule only_the_key_life_cycle_uses_bouncy_castle = noClasses()
            .that()
            .resideOutsideOfPackage("no.portnokkel.hsm.keys")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule only_the_command_line_uses_the_key_life_cycle = noClasses()
            .that()
            .resideOutsideOfPackages("no.portnokkel.hsm.keys", "no.portnokkel.hsm.ceremony", "no.portnokkel.hsm.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("no.portnokkel.hsm.keys");

    @ArchTest
    static final ArchRule nothing_depends_on_the_command_line = noClasses()
            .that()
            .resideOutsideOfPackage("no.portnokkel.hsm.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("no.portnokkel.hsm.cli..", "picocli..");

    @ArchTest
    static final ArchRule only_the_executable_jar_uses_its_libraries = noClasses()
            .that()
            .resideOutsideOfPackages("no.portnokkel.hsm.cli..", "no.portnokkel.hsm.ceremony")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("no.portnokkel.hsm.ceremony", "org.snakeyaml..", "org.erdtman..");

    /** It is in the executable jar and in servers, not in {@code ejb-token.jar}. */
    @ArchTest
    static final ArchRule only_the_command_line_ceremonies_and_the_register_use_jakarta_json = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "no.portnokkel.hsm.cli..", "no.portnokkel.hsm.ceremony", "no.portnokkel.hsm.register")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta..");

    @ArchTest
    static final ArchRule the_register_reads_no_device = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.hsm.register")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("no.portnokkel.hsm", "no.portnokkel.hsm.connection", "no.portnokkel.hsm.pkcs11");

    @ArchTest
    static final ArchRule problems_depend_on_messages_only = classes()
            .that()
            .resideInAPackage("no.portnokkel.problem")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("no.portnokkel.problem", "no.portnokkel.message", "java..", "org.jspecify.annotations");

    @ArchTest
    static final ArchRule pins_and_files_do_not_use_the_device = noClasses()
            .that()
            .resideInAnyPackage("no.portnokkel.hsm.pin", "no.portnokkel.files")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("no.portnokkel.hsm.pkcs11", "no.portnokkel.hsm.connection..");

    @ArchTest
    static final ArchRule the_connection_does_not_depend_on_its_users = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.hsm.connection")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("no.portnokkel.hsm.keys", "no.portnokkel.hsm.ceremony", "no.portnokkel.hsm.cli..");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("no.portnokkel.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule files_are_neutral = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.files")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("no.portnokkel.hsm..");

    @ArchTest
    static final ArchRule failures_are_specific_exceptions = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
}
