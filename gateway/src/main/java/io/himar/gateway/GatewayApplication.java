package io.himar.gateway;

import io.himar.gateway.access.AdminSettings;
import io.himar.gateway.access.KeySettings;
import io.himar.gateway.access.OidcSettings;
import io.himar.gateway.delivery.DeliverySettings;
import io.himar.gateway.event.EventSettings;
import io.himar.gateway.generation.BacklogSettings;
import io.himar.gateway.generation.DefaultDeadlines;
import io.himar.gateway.generation.GenerationLimits;
import io.himar.gateway.generation.PivotSettings;
import io.himar.gateway.limits.RateSettings;
import io.himar.gateway.openai.OpenAiSettings;
import io.himar.gateway.webhook.WebhookSettings;
import io.himar.service.RetiredSetting;
import io.himar.service.ServiceLaunch;
import io.himar.service.database.DatabaseConfiguration;
import io.himar.service.models.ModelsConfiguration;
import io.himar.service.objects.ObjectsConfiguration;
import io.himar.service.settings.KafkaSettings;
import io.himar.service.tracing.TracingConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The gateway: the suite's HTTP interface. It is the only service that users reach. */
@SpringBootApplication
@Import({DatabaseConfiguration.class, ObjectsConfiguration.class, ModelsConfiguration.class, TracingConfiguration.class
})
@EnableConfigurationProperties({
    KafkaSettings.class,
    KeySettings.class,
    AdminSettings.class,
    OidcSettings.class,
    DefaultDeadlines.class,
    GenerationLimits.class,
    BacklogSettings.class,
    PivotSettings.class,
    RateSettings.class,
    EventSettings.class,
    CrossOriginConfiguration.WebSettings.class,
    WebhookSettings.class,
    DeliverySettings.class,
    OpenAiSettings.class
})
public class GatewayApplication {
    /** How the gateway starts; its configuration file is {@code gateway.yml}. */
    public static final ServiceLaunch LAUNCH = ServiceLaunch.of("gateway", GatewayApplication.class)
            .retired(
                    new RetiredSetting(
                            "himar.events.max-pending",
                            "has no effect any more: what waits is counted in bytes (himar.events.max-backlog)"),
                    new RetiredSetting(
                            "himar.events.writers", "has no effect any more: writing an event holds no thread"));

    /** Starts the gateway as a program; what goes wrong is explained in a sentence, and the exit status is 1. */
    public static void main(String[] arguments) {
        start(arguments);
    }

    /** Starts the gateway in this JVM; see {@link ServiceLaunch#start}. */
    public static ConfigurableApplicationContext start(String... arguments) {
        return LAUNCH.start(arguments);
    }
}
