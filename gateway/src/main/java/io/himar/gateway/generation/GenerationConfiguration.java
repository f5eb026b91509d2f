package io.himar.gateway.generation;

import io.himar.service.database.MigratedDatabase;
import io.himar.storage.images.BacklogReader;
import io.himar.storage.images.FleetReader;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.sql.TimeSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** What generations need beyond their own parts. */
@Configuration(proxyBeanMethods = false)
class GenerationConfiguration {
    private static final Duration FLEET_REMEMBERED = Duration.ofMinutes(1);

    @Bean(destroyMethod = "shutdown")
    ExecutorService waitLooks() {
        return Executors.newSingleThreadExecutor(new CustomizableThreadFactory("himar-waits-"));
    }

    @Bean
    GenerationWaits generationWaits(JobReader reader, @Qualifier("waitLooks") ExecutorService waitLooks) {
        return new GenerationWaits(reader, waitLooks);
    }

    /** Draws the seeds that requests leave open. */
    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Bean
    BacklogLimit backlogLimit(
            MigratedDatabase database, TimeSource time, BacklogSettings settings, GenerationLimits limits) {
        int most = settings.admitting(limits).maxImages();
        BacklogReader reader = new BacklogReader(database.source(), time);
        return new BacklogLimit(most, () -> reader.read(most));
    }

    /** What workers have said within the last minute. */
    @Bean
    FleetReader fleetOfTheLastMinute(MigratedDatabase database, TimeSource time) {
        return new FleetReader(database.source(), time, FLEET_REMEMBERED);
    }

    @Bean
    ModelWorkers modelWorkers(FleetReader fleet) {
        return new ModelWorkers(fleet::read);
    }

    @Bean
    Feasibility feasibility(FleetReader fleet) {
        return new Feasibility(fleet::read);
    }
}
