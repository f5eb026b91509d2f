package io.himar.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.contracts.ImageLease;
import io.himar.contracts.InHand;
import io.himar.worker.gate.Capacity;
import io.himar.worker.gate.CircuitBreaker;
import io.himar.worker.gate.Gates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The threads are played by the test: what is handed to them runs when it says so. */
class ImagesInHandTest {
    private static final int SLOTS = 2;

    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();
    private final List<String> givenBack = new ArrayList<>();
    private final CircuitBreaker breaker = new CircuitBreaker(1, Duration.ofHours(1), System::nanoTime);
    private final Capacity capacity =
            new Capacity(SLOTS, new Gates(List.of(), Duration.ofSeconds(1), new SimpleMeterRegistry()), breaker);
    private final ImageWork<String> work = new ImageWork<>() {
        @Override
        public void run(ImageInHand<String> image) {
            ran.add(image.task());
        }

        @Override
        public void giveBack(ImageInHand<String> image) {
            givenBack.add(image.task());
        }
    };
    private final AtomicLong now = new AtomicLong();
    private final ImagesInHand<String> images = new ImagesInHand<>(capacity, threads::add, work, now::get);

    @Test
    void never_more_images_run_than_there_are_slots_and_the_others_wait() {
        take("a", "b", "c", "d");
        assertThat(threads).hasSize(SLOTS);
        assertThat(held()).containsExactly("a", "b", "c", "d");
        threads.remove().run();
        assertThat(threads).hasSize(SLOTS);
        assertThat(held()).containsExactly("b", "c", "d");
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
        assertThat(ran).containsExactly("a", "b", "c", "d");
    }

    @Test
    void a_lease_that_is_in_hand_already_is_not_taken_twice() {
        take("a", "a");
        assertThat(threads).hasSize(1);
        assertThat(held()).containsExactly("a");
    }

    @Test
    void what_waits_is_given_back_when_the_worker_takes_no_more() {
        take("a", "b", "c");
        capacity.stop();
        images.advance();
        assertThat(givenBack).containsExactly("c");
        take("d");
        assertThat(givenBack).containsExactly("c", "d");
        assertThat(held()).containsExactly("a", "b");
    }

    @Test
    void what_runs_is_interrupted_when_the_grace_period_has_ended() throws InterruptedException {
        List<String> ended = new ArrayList<>();
        ImageInHand<String> image = image("a");
        image.onInterruption(() -> ended.add("a"));
        images.take(image);
        assertThat(images.awaitNone(Duration.ZERO)).isFalse();
        images.interrupt();
        assertThat(image.interrupted()).isTrue();
        assertThat(ended).containsExactly("a");
        threads.remove().run();
        assertThat(images.awaitNone(Duration.ZERO)).isTrue();
    }

    @Test
    void an_image_without_a_thread_does_not_hold_its_slot() {
        ImagesInHand<String> crowded = new ImagesInHand<>(
                capacity,
                thread -> {
                    throw new IllegalStateException("no more threads");
                },
                work,
                now::get);
        assertThatThrownBy(() -> crowded.take(image("a"))).isInstanceOf(IllegalStateException.class);
        assertThat(crowded.leases()).isEmpty();
    }

    @Test
    void the_work_in_hand_is_all_images_and_the_time_that_those_that_run_have_run() {
        assertThat(images.work()).isEqualTo(new WorkInHand(0, Duration.ZERO));
        take("a");
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        take("b", "c");
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(images.work()).isEqualTo(new WorkInHand(3, Duration.ofSeconds(20)));
        threads.remove().run();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(images.work()).isEqualTo(new WorkInHand(2, Duration.ofSeconds(7)));
    }

    private void take(String... names) {
        for (String name : names) {
            images.take(image(name));
        }
    }

    private List<String> held() {
        return images.leases().stream().map(InHand::getImageId).toList();
    }

    private static ImageInHand<String> image(String name) {
        ImageLease lease = ImageLease.newBuilder().setImageId(name).setEpoch(1).build();
        return new ImageInHand<>(lease, name, new TaskRecord(Optional.empty(), new byte[0]));
    }
}
