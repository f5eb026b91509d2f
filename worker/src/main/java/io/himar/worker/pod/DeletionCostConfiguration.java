package io.himar.worker.pod;

import io.himar.worker.intake.ImagesInHand;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps the deletion cost of this worker's pod, where that is wanted. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeletionCostSettings.class)
public class DeletionCostConfiguration {
    @Bean
    @ConditionalOnBooleanProperty("himar.worker.deletion-cost.enabled")
    DeletionCostKeeper deletionCostKeeper(DeletionCostSettings settings, ImagesInHand<?> images) {
        return new DeletionCostKeeper(new OwnPod(settings), images::work, settings.interval(), System::nanoTime);
    }
}
