package no.portnokkel.blackbox.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The installed Chromium. Nothing is downloaded. */
record Chromium(Playwright driver, Browser browser) implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> ARGUMENTS = List.of(
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    static Chromium open() {
        Path executable = executable();
        Playwright driver = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Chromium(
                driver,
                driver.chromium()
                        .launch(new LaunchOptions()
                                .setExecutablePath(executable)
                                .setChromiumSandbox(false) // root cannot use the sandbox
                                .setArgs(ARGUMENTS)));
    }

    private static Path executable() {
        String path = System.getenv().getOrDefault("PATH", "");
        return NAMES.stream()
                .flatMap(name -> directories(path).map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The tests of the pages need Chromium, and none of "
                        + NAMES + " is on the PATH. Debian: apt-get install chromium"));
    }

    private static Stream<String> directories(String path) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(directory -> !directory.isEmpty());
    }

    @Override
    public void close() {
        browser.close();
        driver.close();
    }
}
