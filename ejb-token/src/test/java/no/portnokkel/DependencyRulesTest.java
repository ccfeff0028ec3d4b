package no.portnokkel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(
        packages = {"no.portnokkel.maskinporten", "no.portnokkel.runtime", "no.portnokkel.inject", "no.portnokkel.ejb"},
        importOptions = DoNotIncludeTests.class)
class DependencyRulesTest {
    @ArchTest
    static final ArchRule the_plain_core_knows_no_container = noClasses()
            .that()
            .resideInAnyPackage("no.portnokkel.maskinporten..", "no.portnokkel.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.ejb..", "jakarta.enterprise..", "jakarta.inject..", "jakarta.ws..", "org.eclipse..");

    @ArchTest
    static final ArchRule the_core_knows_nobody_above_it = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.maskinporten..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "no.portnokkel.runtime..",
                    "no.portnokkel.inject..",
                    "no.portnokkel.ejb..",
                    "no.portnokkel.hsm.connection..");

    @ArchTest
    static final ArchRule injection_knows_the_vocabulary_and_no_wiring = noClasses()
            .that()
            .resideInAPackage("no.portnokkel.inject..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("no.portnokkel.runtime..", "no.portnokkel.ejb..", "no.portnokkel.hsm..");

    @ArchTest
    static final ArchRule only_the_grant_and_json_know_nimbus = noClasses()
            .that()
            .resideOutsideOfPackages("no.portnokkel.maskinporten.endpoint..", "no.portnokkel.maskinporten.json..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds..");

    @ArchTest
    static final ArchRule nobody_but_the_seam_knows_the_http_client = noClasses()
            .that()
            .resideOutsideOfPackage("no.portnokkel.maskinporten.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hc..");

    @ArchTest
    static final ArchRule rooms_form_no_circle = SlicesRuleDefinition.slices()
            .matching("no.portnokkel.(**)")
            .should()
            .beFreeOfCycles();
}
