package io.himar.pivot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PivotWorkerStartTest {
    @Test
    void a_wrong_model_directory_ends_the_start_with_one_clear_sentence(
            @TempDir Path directory, CapturedOutput output) {
        Path missing = directory.resolve("missing");
        Throwable failure = catchThrowable(() -> PivotWorker.start(
                "--server.port=0",
                "--himar.models.directory=" + missing,
                "--himar.inference.address=127.0.0.1:1",
                "--himar.objects.endpoint=http://127.0.0.1:1",
                "--himar.objects.access-key=access",
                "--himar.objects.secret-key=secret"));
        assertThat(failure).isNotNull();
        assertThat(output.getOut())
                .contains("himar.models.directory: " + missing
                        + " is not a folder (expected: the root of a model repository)")
                .doesNotContain("\tat ");
    }

    @Test
    void a_missing_setting_is_named(CapturedOutput output) {
        Throwable failure = catchThrowable(() -> PivotWorker.start("--server.port=0", "--himar.models.directory=."));
        assertThat(failure).isNotNull();
        assertThat(output.getOut()).contains("(expected: ").doesNotContain("\tat ");
    }
}
