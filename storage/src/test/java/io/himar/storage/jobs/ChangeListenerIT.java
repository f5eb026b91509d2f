package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.sql.TimeSource;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class ChangeListenerIT {
    private final DataSource database = TestDatabase.empty();

    private final BlockingQueue<UUID> heard = new LinkedBlockingQueue<>();
    private final Semaphore connected = new Semaphore(0);

    @Test
    void every_change_is_heard_with_its_job() throws InterruptedException {
        try (ChangeListener listener = ChangeListener.start(database, ear(() -> {}))) {
            assertThat(connected.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(admittedAndHeard()).isTrue();
            assertThat(listener).isNotNull();
        }
    }

    @Test
    void a_connection_that_falls_silent_is_replaced() throws Exception {
        PGSimpleDataSource direct = TestDatabase.direct();
        try (TcpRelay relay = new TcpRelay(direct.getPortNumbers()[0])) {
            PGSimpleDataSource relayed = TestDatabase.direct();
            relayed.setPortNumbers(new int[] {relay.port()});
            try (ChangeListener listener = ChangeListener.start(relayed, ear(() -> {}), Duration.ofMillis(100))) {
                assertThat(connected.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
                relay.silence();
                assertThat(connected.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
                assertThat(admittedAndHeard()).isTrue();
                assertThat(listener).isNotNull();
            }
        }
    }

    @Test
    void an_ear_that_fails_once_is_told_again() throws InterruptedException {
        AtomicInteger times = new AtomicInteger();
        Runnable failsFirst = () -> {
            if (times.getAndIncrement() == 0) {
                throw new IllegalStateException("not now");
            }
        };
        try (ChangeListener listener = ChangeListener.start(database, ear(failsFirst))) {
            assertThat(connected.tryAcquire(2, 30, TimeUnit.SECONDS)).isTrue();
            assertThat(admittedAndHeard()).isTrue();
            assertThat(listener).isNotNull();
        }
    }

    private boolean admittedAndHeard() throws InterruptedException {
        NewJob job = Jobs.of(1);
        new JobAdmission(database, TimeSource.database()).admit(job);
        return job.id().equals(heard.poll(10, TimeUnit.SECONDS));
    }

    private ChangeListener.Ear ear(Runnable whenConnected) {
        return new ChangeListener.Ear() {
            @Override
            public void changed(UUID job) {
                heard.add(job);
            }

            @Override
            public void connected() {
                connected.release();
                whenConnected.run();
            }
        };
    }
}
