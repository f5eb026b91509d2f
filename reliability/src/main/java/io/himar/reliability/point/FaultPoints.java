package io.himar.reliability.point;

import io.himar.service.database.MigratedDatabase;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.KafkaTemplate;

/** Puts the point of this process around the parts of a service. */
public final class FaultPoints {
    private FaultPoints() {}

    /** Starts a service that ends at its point; if it has none, just starts it. */
    public static void around(Runnable start) {
        FaultPoint.ofThisProcess()
                .ifPresentOrElse(point -> SpringApplication.withHook(application -> listener(point), start), start);
    }

    private static SpringApplicationRunListener listener(FaultPoint point) {
        return new SpringApplicationRunListener() {
            @Override
            public void contextPrepared(ConfigurableApplicationContext context) {
                context.getBeanFactory().addBeanPostProcessor(new Around(point));
            }
        };
    }

    private record Around(FaultPoint point) implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (bean instanceof MigratedDatabase database) {
                return new MigratedDatabase(new EndingDatabase(point).around(database.source()));
            }
            if (bean instanceof KafkaTemplate<?, ?> template && name.equals("reportTemplate")) {
                new EndingReports(point).watch(template);
            }
            return bean;
        }
    }
}
