package io.himar.gateway.openai;

import io.himar.gateway.generation.GenerationWaits;
import io.himar.gateway.generation.Generations;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import tools.jackson.databind.json.JsonMapper;

/** A few threads that look at jobs and write, for all requests that wait. */
@Configuration(proxyBeanMethods = false)
class OpenAiConfiguration {
    private static final int THREADS = 16;

    @Bean(destroyMethod = "shutdown")
    ExecutorService imagesThreads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                new CustomizableThreadFactory("himar-images-"));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Bean(destroyMethod = "shutdown")
    ScheduledExecutorService imagesClock() {
        return Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("himar-images-clock-"));
    }

    @Bean
    ImagesAnswers imagesAnswers(
            Generations generations,
            GenerationWaits waits,
            Pictures pictures,
            OpenAiSettings settings,
            JsonMapper json,
            @Qualifier("imagesThreads") ExecutorService imagesThreads,
            @Qualifier("imagesClock") ScheduledExecutorService imagesClock) {
        return new ImagesAnswers(generations, waits, pictures, settings, json, imagesThreads, imagesClock);
    }
}
