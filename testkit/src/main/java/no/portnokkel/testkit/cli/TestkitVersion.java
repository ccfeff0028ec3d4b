package no.portnokkel.testkit.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version in the manifest of the executable jar; run from classes there is none. */
final class TestkitVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String built = TestkitVersion.class.getPackage().getImplementationVersion();
        return new String[] {"portnokkel testkit " + Optional.ofNullable(built).orElse("(not packaged)")};
    }
}
