import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A broker with the environment of the published image: KAFKA_A_B is the property a.b, and the storage is formatted with
 * CLUSTER_ID at the first start.
 */
public class Broker {
    public static void main(String[] options) throws Exception {
        Properties settings = settings(System.getenv());
        Path data = Files.createDirectories(Path.of(settings.getProperty("log.dirs")));
        if (!Files.exists(data.resolve("meta.properties"))) {
            new Formatter()
                    .setNodeId(Integer.parseInt(settings.getProperty("node.id")))
                    .setClusterId(System.getenv("CLUSTER_ID"))
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName(settings.getProperty("controller.listener.names"))
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString())
                    .run();
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        try {
            server.startup();
            server.awaitShutdown();
        } catch (Throwable failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private static Properties settings(Map<String, String> environment) {
        Properties settings = new Properties();
        environment.forEach((name, value) -> {
            if (name.startsWith("KAFKA_") && !name.endsWith("_OPTS")) {
                settings.setProperty(name.substring("KAFKA_".length()).toLowerCase().replace('_', '.'), value);
            }
        });
        return settings;
    }
}
