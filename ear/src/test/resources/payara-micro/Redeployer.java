import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import java.io.File;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * Payara Micro with two applications, of which the first is redeployed when a file appears; the file is then deleted. Its command line
 * cannot do that. Run by RedeployablePayaraMicro as a source file, with Payara Micro as its class path.
 */
final class Redeployer {
    private static final String LISTENER =
            "configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address=127.0.0.1";

    /** Arguments: root folder, port, properties file, file that orders a redeploy, and the two applications. */
    public static void main(String[] arguments) throws Exception {
        Properties configuration = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[2]))) {
            configuration.load(reader);
        }
        configuration.forEach((name, value) -> System.setProperty((String) name, (String) value));
        PayaraMicro server = PayaraMicro.getInstance();
        server.setRootDir(new File(arguments[0]));
        server.setHttpPort(Integer.parseInt(arguments[1]));
        server.setNoHazelcast(true);
        server.setPreBootHandler(commands -> commands.run("set", LISTENER));
        PayaraMicroRuntime runtime = server.bootStrap();
        File application = new File(arguments[4]);
        deploy(runtime, application);
        List<String> before = List.copyOf(runtime.getDeployedApplicationNames());
        deploy(runtime, new File(arguments[5]));
        Path order = Path.of(arguments[3]);
        while (true) {
            if (Files.exists(order)) {
                before.forEach(runtime::undeploy);
                deploy(runtime, application);
                Files.delete(order);
            }
            Thread.sleep(100);
        }
    }

    private static void deploy(PayaraMicroRuntime runtime, File application) {
        if (!runtime.deploy(application)) {
            throw new IllegalStateException(application + " was not deployed");
        }
    }
}
