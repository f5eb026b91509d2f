package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.contracts.PivotTask;
import io.himar.inference.InferenceException;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.inference.stage.Shown;
import io.himar.model.TextModel;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.catalog.ModelCatalogException;
import io.himar.model.catalog.ModelEntry;
import io.himar.model.text.WordVocabulary;
import io.himar.service.models.PromptTokenizers;
import io.himar.worker.bench.Tasks;
import io.himar.worker.bench.WorkerBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskSubjectsTest {
    private static final int LENGTH = TextModel.CONTEXT_LENGTH;

    @TempDir
    private Path directory;

    private final List<List<Long>> encoded = Collections.synchronizedList(new ArrayList<>());
    private ModelEntry texts;
    private ModelEntry tiny;
    private TaskSubjects subjects;

    @BeforeEach
    void read() throws IOException {
        Files.writeString(directory.resolve("texts.json"), TextModel.json().toString());
        Files.writeString(directory.resolve("tiny.json"), WorkerBench.tinyModel());
        TextModel.vocabulary()
                .write(Files.createDirectories(directory.resolve("texts-text")).resolve(WordVocabulary.FILE));
        ModelCatalog models = ModelCatalog.read(directory);
        texts = models.entry("texts").orElseThrow();
        tiny = models.entry("tiny").orElseThrow();
        subjects = new TaskSubjects(PromptTokenizers.read(models));
    }

    @Test
    void a_class_is_told_by_its_number() {
        Shown shown = subjects.of(Tasks.valid(), tiny, this::encode);
        assertThat(shown.inputs()).extracting(InferenceTensor::name).containsExactly("class_id");
        assertThat(shown.inputs().get(0).longs()).containsExactly(7);
        assertThat(encoded).isEmpty();
    }

    @Test
    void a_prompt_is_told_by_its_context_padded_beside_that_of_the_empty_text() {
        Shown shown = subjects.of(prompt("red circle"), texts, this::encode);
        InferenceTensor context = shown.inputs().get(0);
        InferenceTensor known = shown.inputs().get(1);

        assertThat(context.toString()).isEqualTo("context FP32[1, 2, 6, 16]");
        assertThat(known.toString()).isEqualTo("context_known BOOL[1, 2, 6]");
        assertThat(known.booleans())
                .containsExactly(true, true, true, false, false, false, true, false, false, false, false, false);
        // The graph of this test answers with the number of the call.
        assertThat(context.floats()[0]).isEqualTo(1);
        assertThat(context.floats()[LENGTH * 16]).isEqualTo(2);
        assertThat(encoded).containsExactly(List.of(1L, 5L, 4L, 0L, 0L, 0L), List.of(1L, 0L, 0L, 0L, 0L, 0L));
    }

    @Test
    void a_prompt_is_encoded_once_however_many_images_ask_for_it_at_once() throws Exception {
        int images = 8;
        ExecutorService threads = Executors.newFixedThreadPool(images);
        CountDownLatch ready = new CountDownLatch(images);
        try {
            List<Future<Shown>> shown = new ArrayList<>();
            for (int i = 0; i < images; i++) {
                shown.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return subjects.of(prompt("blue square"), texts, this::encode);
                }));
            }
            for (Future<Shown> each : shown) {
                assertThat(each.get()).isEqualTo(shown.get(0).get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(encoded).hasSize(2);
    }

    @Test
    void a_prompt_that_could_not_be_encoded_is_tried_again() {
        assertThatThrownBy(() -> subjects.of(prompt("red"), texts, request -> {
                    throw new InferenceException(InferenceException.Code.UNAVAILABLE, "away");
                }))
                .isInstanceOf(InferenceException.class);
        assertThat(subjects.of(prompt("red"), texts, this::encode).inputs()).hasSize(2);
    }

    @Test
    void what_the_model_does_not_draw_is_for_no_worker() {
        assertInvalid(Tasks.valid().toBuilder().setClassId(10).build(), tiny)
                .hasMessage("class_id: 10 (expected: 0 to 9, the classes of tiny)");
        assertInvalid(prompt("red"), tiny).hasMessage("prompt: is given (expected: none, tiny draws classes)");
        assertInvalid(Tasks.valid(), texts)
                .hasMessage("prompt: is missing (expected: a text, texts draws what it says)");
        assertInvalid(prompt("red red red red red red"), texts)
                .hasMessageStartingWith("prompt: 'red red red red red red': 7 tokens (expected: at most 6, ");
    }

    @Test
    void another_models_words_are_told_at_the_start() throws IOException {
        Files.writeString(directory.resolve("texts-text").resolve(WordVocabulary.FILE), "red\n");
        ModelCatalog models = ModelCatalog.read(directory);
        assertThatThrownBy(() -> PromptTokenizers.read(models))
                .isInstanceOf(ModelCatalogException.class)
                .hasMessageContaining("holds a model whose prompts cannot be read: ")
                .hasMessageContaining("words.txt: 1 words (expected: 4, ");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertInvalid(PivotTask task, ModelEntry model) {
        return assertThatThrownBy(() -> subjects.of(task, model, this::encode))
                .isInstanceOf(InvalidTaskException.class);
    }

    private static PivotTask prompt(String text) {
        return Tasks.valid().toBuilder().setPrompt(text).build();
    }

    private synchronized Map<String, InferenceTensor> encode(InferenceRequest request) {
        assertThat(request.model()).isEqualTo("texts-text");
        long[] ids = request.inputs().get(0).longs();
        encoded.add(Arrays.stream(ids).boxed().toList());
        float[] values = new float[LENGTH * 16];
        Arrays.fill(values, encoded.size());
        return Map.of("context", InferenceTensor.floats("context", values, 1, LENGTH, 16));
    }
}
