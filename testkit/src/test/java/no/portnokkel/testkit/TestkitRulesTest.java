package no.portnokkel.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "no.portnokkel.testkit", importOptions = ImportOption.DoNotIncludeTests.class)
class TestkitRulesTest {
    @ArchTest
    static final ArchRule THE_TWIN_SHARES_NO_CODE_WITH_THE_CLIENT = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAPackage("no.portnokkel..").and(not(resideInAPackage("no.portnokkel.testkit.."))));

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("no.portnokkel.(**)").should().beFreeOfCycles();
}
