package no.portnokkel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(
        packages = {
            "no.portnokkel.maskinporten",
            "no.portnokkel.events",
            "no.portnokkel.oidc",
            "no.portnokkel.runtime",
            "no.portnokkel.receive",
            "no.portnokkel.inject",
            "no.portnokkel.json",
            "no.portnokkel.management",
            "no.portnokkel.ejb"
        },
        importOptions = DoNotIncludeTests.class)
class DependencyRulesTest {
    private static final String[] CORE = {
        "no.portnokkel.maskinporten..", "no.portnokkel.events..", "no.portnokkel.oidc..", "no.portnokkel.runtime.."
    };

    @ArchTest
    static final ArchRule the_core_does_not_depend_on_a_container = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "org.eclipse..");

    @ArchTest
    static final ArchRule the_vocabulary_and_the_fetching_do_not_depend_on_the_layers_above = noClasses()
            .that()
            .resideInAnyPackage("no.portnokkel.maskinporten..", "no.portnokkel.events..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "no.portnokkel.runtime..",
                    "no.portnokkel.inject..",
                    "no.portnokkel.ejb..",
                    "no.portnokkel.hsm.connection..");

    @ArchTest
    static final ArchRule fetching_does_not_depend_on_the_connection_to_the_hsm = noClasses()
            .that()
            .resideInAnyPackage("no.portnokkel.maskinporten..", "no.portnokkel.events..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("no.portnokkel.hsm.connection..", "no.portnokkel.hsm.pkcs11..");

    @ArchTest
    static final ArchRule injection_depends_on_the_vocabulary_only = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.inject..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "no.portnokkel.runtime..",
                    "no.portnokkel.management..",
                    "no.portnokkel.ejb..",
                    "no.portnokkel.hsm..");

    @ArchTest
    static final ArchRule only_endpoint_json_oidc_and_receive_depend_on_nimbus = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "no.portnokkel.maskinporten.endpoint..",
                    "no.portnokkel.maskinporten.json..",
                    "no.portnokkel.oidc..",
                    "no.portnokkel.receive..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds..");

    @ArchTest
    static final ArchRule single_sign_on_depends_on_nothing_that_issues_tokens = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.oidc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "no.portnokkel.runtime..",
                    "no.portnokkel.inject..",
                    "no.portnokkel.ejb..",
                    "no.portnokkel.hsm..",
                    "no.portnokkel.maskinporten.cache..",
                    "no.portnokkel.maskinporten.endpoint..");

    @ArchTest
    static final ArchRule receiving_depends_on_nothing_that_issues_tokens = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.receive..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "no.portnokkel.runtime..",
                    "no.portnokkel.ejb..",
                    "no.portnokkel.hsm..",
                    "no.portnokkel.maskinporten.cache..",
                    "no.portnokkel.maskinporten.endpoint..");

    @ArchTest
    static final ArchRule only_http_depends_on_the_http_client = noClasses()
            .that()
            .resideOutsideOfPackage("no.portnokkel.maskinporten.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hc..");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles = SlicesRuleDefinition.slices()
            .matching("no.portnokkel.(**)")
            .should()
            .beFreeOfCycles();
}
