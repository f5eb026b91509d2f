package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.sql.TimeSource;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class ChangeListenerIT {
    private final DataSource database = TestDatabase.empty();

    @Test
    void every_change_is_heard_with_its_job() throws InterruptedException {
        BlockingQueue<UUID> heard = new LinkedBlockingQueue<>();
        CountDownLatch connected = new CountDownLatch(1);
        ChangeListener.Ear ear = new ChangeListener.Ear() {
            @Override
            public void changed(UUID job) {
                heard.add(job);
            }

            @Override
            public void connected() {
                connected.countDown();
            }
        };
        try (ChangeListener listener = ChangeListener.start(database, ear)) {
            assertThat(connected.await(10, TimeUnit.SECONDS)).isTrue();
            NewJob job = Jobs.of(1);
            new JobAdmission(database, TimeSource.database()).admit(job);
            assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(job.id());
            assertThat(listener).isNotNull();
        }
    }
}
