package no.portnokkel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The recipes for tests are tests that pass. */
class TestRecipesTest {
    @TempDir
    Path directory;

    @Test
    void three_tests_without_hsm_and_server_pass() {
        assertThat(passed("LoanServiceTest")).isEqualTo(3);
    }

    @Test
    void a_test_in_weld_se_passes() {
        assertThat(passed("InjectedIncomeTest")).isEqualTo(1);
    }

    @Test
    @ResourceLock("softhsm2") // one SoftHSM store per process
    void a_test_against_the_twin_passes() {
        assertThat(passed("SupplierGrantTest")).isEqualTo(1);
    }

    /** Runs a test class, and returns the number of its tests. */
    private long passed(String typeName) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        try (CompiledRecipe recipe = CompiledRecipe.of(typeName, directory.resolve("application"), Map.of())) {
            Thread.currentThread().setContextClassLoader(recipe.loader());
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(recipe.type()))
                                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                                    .build(),
                            listener);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getFailures())
                .extracting(failure -> failure.getException())
                .isEmpty();
        return summary.getTestsSucceededCount();
    }
}
