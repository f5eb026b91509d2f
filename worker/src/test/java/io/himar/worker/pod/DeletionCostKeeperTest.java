package io.himar.worker.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.worker.bench.ClusterApi;
import io.himar.worker.intake.WorkInHand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The test plays the clock, and looks itself. */
@ExtendWith(OutputCaptureExtension.class)
class DeletionCostKeeperTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final AtomicLong now = new AtomicLong();
    private WorkInHand work = new WorkInHand(0, Duration.ZERO);
    private ClusterApi api;
    private DeletionCostKeeper keeper;

    @BeforeEach
    void start(@TempDir Path credentials) throws IOException {
        api = ClusterApi.start(credentials);
        OwnPod pod = new OwnPod(new DeletionCostSettings(
                true, INTERVAL, ClusterApi.POD, ClusterApi.NAMESPACE, api.host(), api.port(), credentials));
        keeper = new DeletionCostKeeper(pod, () -> work, INTERVAL, now::get);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void the_first_look_tells_even_that_there_is_no_work_because_an_earlier_start_may_have_told_otherwise() {
        keeper.look();
        assertThat(api.annotation(OwnPod.ANNOTATION)).contains("0");
    }

    @Test
    void the_cost_follows_the_work_and_is_told_only_when_it_is_another() {
        keeper.look();
        has(1, 0);
        has(1, 2);
        has(1, 5);
        has(8, 100);
        has(8, 110);
        has(8, 90);
        has(0, 0);
        has(0, 0);
        assertThat(api.patches())
                .extracting(patch -> patch.replaceAll(".*\"(\\d+)\"}}}", "$1"))
                .containsExactly("0", "1", "2", "4", "0");
        assertThat(api.asked()).isEqualTo(5);
    }

    @Test
    void what_could_not_be_told_is_told_later() {
        api.refuse(409);
        has(1, 0);
        api.refuse(0);
        has(1, 0);
        assertThat(api.annotation(OwnPod.ANNOTATION)).contains("1");
    }

    @Test
    void the_longer_the_cluster_cannot_be_told_the_more_seldom_it_is_asked_but_every_five_minutes() {
        api.refuse(403);
        has(1, 0);
        int before = api.asked();
        for (int i = 0; i < 11; i++) {
            has(1, 0);
        }
        // After 5, 10, 20 and so on seconds.
        assertThat(api.asked() - before).isEqualTo(3);
        now.addAndGet(Duration.ofHours(1).toNanos());
        keeper.look();
        now.addAndGet(Duration.ofHours(1).toNanos());
        keeper.look();
        now.addAndGet(Duration.ofHours(1).toNanos());
        keeper.look();
        int later = api.asked();
        now.addAndGet(Duration.ofMinutes(5).toNanos());
        keeper.look();
        assertThat(api.asked()).isEqualTo(later + 1);
    }

    @Test
    void a_cause_is_logged_once_and_again_after_a_quarter_of_an_hour(CapturedOutput output) {
        api.refuse(403);
        for (int i = 0; i < 100; i++) {
            has(1, 0);
        }
        assertThat(lines(output, "WARN .* cannot be told .* answered 403: pods"))
                .isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            has(1, 0);
        }
        assertThat(lines(output, "WARN .* cannot be told .* answered 403: pods"))
                .isEqualTo(2);
        assertThat(lines(output, "told .* again")).isZero();
        api.refuse(0);
        for (int i = 0; i < 61; i++) {
            has(1, 0);
        }
        assertThat(lines(output, "told the deletion cost of this worker's pod again"))
                .isEqualTo(1);
    }

    @Test
    void another_cause_is_logged_too(CapturedOutput output) {
        api.refuse(403);
        has(1, 0);
        api.close();
        has(1, 0);
        assertThat(lines(output, "answered 403")).isEqualTo(1);
        assertThat(lines(output, "no answer of 127.0.0.1")).isEqualTo(1);
    }

    /** The worker has so many images and has spent so many seconds on them, an interval later. */
    private void has(int images, int seconds) {
        now.addAndGet(INTERVAL.toNanos());
        work = new WorkInHand(images, Duration.ofSeconds(seconds));
        keeper.look();
    }

    private static long lines(CapturedOutput output, String pattern) {
        Pattern sought = Pattern.compile(pattern);
        return output.getOut()
                .lines()
                .filter(line -> sought.matcher(line).find())
                .count();
    }
}
