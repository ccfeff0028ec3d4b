package no.portnokkel.testkit.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Returns the version from the manifest of the executable jar; there is none when run from class files. */
final class TestkitVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String built = TestkitVersion.class.getPackage().getImplementationVersion();
        return new String[] {"portnokkel testkit " + Optional.ofNullable(built).orElse("(not packaged)")};
    }
}
