package io.himar.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.ModelConfig;
import io.himar.model.NetworkInput;
import io.himar.model.Stage;
import io.himar.model.TextModel;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import io.himar.model.sampling.Noise;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import io.himar.model.text.CaptionTokens;
import io.himar.model.text.TokenizerException;
import io.himar.model.text.WordVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextModelExportTest {
    private static final float NO_GUIDANCE = 1;

    @TempDir
    private static Path shared;

    private static Path repository;
    private static ModelConfig config;

    @TempDir
    private Path folder;

    @BeforeAll
    static void export() throws IOException {
        Path model = TextModel.write(shared.resolve("model"));
        config = TextModel.config(model);
        repository = shared.resolve("repository");
        assertThat(ModelExporter.export(model, repository)).isTrue();
        assertThat(ModelExporter.export(model, repository)).isFalse();
    }

    @Test
    void the_text_encoder_is_a_graph_of_its_own_with_the_tokenizer_beside_it() throws IOException {
        assertThat(ExportVersion.graph(repository.resolve("texts-text"))).isRegularFile();
        assertThat(repository.resolve("texts-text/words.txt")).hasContent("blue\ncircle\nred\nsquare");
        assertThat(repository.resolve("texts-text/config.pbtxt"))
                .content()
                .contains("{ name: \"ids\" data_type: TYPE_INT64 dims: [6] }")
                .contains("{ name: \"context\" data_type: TYPE_FP32 dims: [6, 16] }");
        assertThat(repository.resolve("texts-pivot/config.pbtxt"))
                .content()
                .contains("{ name: \"context\" data_type: TYPE_FP32 dims: [2, 6, 16] }")
                .contains("{ name: \"context_known\" data_type: TYPE_BOOL dims: [2, 6] }")
                .doesNotContain("class_id");
    }

    @Test
    void words_attend_to_one_another_and_not_to_padding() throws IOException {
        float[] context = context("red circle");
        assertThat(row(context, 1)).isNotEqualTo(row(context("red square"), 1));

        Path model = TextModel.write(folder.resolve("model"));
        changePadding(model.resolve(ModelExporter.TEXT_ENCODER_FILE));
        Path other = folder.resolve("repository");
        ModelExporter.export(model, other);
        float[] changed = context(other, "red circle");
        for (int token = 0; token < 3; token++) {
            assertThat(row(changed, token)).isEqualTo(row(context, token));
        }
        assertThat(row(changed, 3)).isNotEqualTo(row(context, 3));
    }

    private static void changePadding(Path weights) throws IOException {
        String embedding = "text_model.embeddings.token_embedding.weight";
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(weights)) {
            for (String name : file.names()) {
                tensors.put(name, TensorData.of(file.tensor(name)));
            }
            float[] values = file.tensor(embedding).toFloats();
            values[0] += 1;
            tensors.put(
                    embedding, TensorData.floats(values, file.tensor(embedding).shape()));
        }
        SafetensorsWriter.write(weights, tensors, Map.of());
    }

    @Test
    void both_stages_draw_by_the_text_and_never_look_at_its_padding() {
        float[] contexts = contexts("red circle");
        float[] padded = contexts.clone();
        int width = config.text().width();
        Arrays.fill(padded, 3 * width, TextModel.CONTEXT_LENGTH * width, 9f);
        for (Stage stage : Stage.values()) {
            float[] drawn = drawn(stage, contexts, "red circle", 2);
            assertThat(drawn(stage, padded, "red circle", 2)).isEqualTo(drawn);
            assertThat(drawn(stage, contexts("blue circle"), "blue circle", 2)).isNotEqualTo(drawn);
        }
    }

    @Test
    void guidance_leads_away_from_the_empty_caption() {
        float[] contexts = contexts("red circle");
        float[] otherEmpty = contexts.clone();
        int empty = TextModel.CONTEXT_LENGTH * config.text().width();
        otherEmpty[empty] += 1;
        for (Stage stage : Stage.values()) {
            assertThat(drawn(stage, otherEmpty, "red circle", 2)).isNotEqualTo(drawn(stage, contexts, "red circle", 2));
            assertThat(drawn(stage, otherEmpty, "red circle", NO_GUIDANCE))
                    .isEqualTo(drawn(stage, contexts, "red circle", NO_GUIDANCE));
        }
    }

    @Test
    void another_encoders_words_are_refused() throws IOException {
        Path model = TextModel.write(folder.resolve("model"));
        Path words = Files.writeString(model.resolve(WordVocabulary.FILE), "blue\ncircle\n");
        Path target = folder.resolve("repository");
        assertThatThrownBy(() -> ModelExporter.export(model, target))
                .isInstanceOf(TokenizerException.class)
                .hasMessageStartingWith(words + ": 2 words (expected: 4, ");
    }

    private static float[] context(String caption) {
        return context(repository, caption);
    }

    private static float[] context(Path repository, String caption) {
        long[] ids = TextModel.vocabulary().tokens(caption).padded(TextModel.CONTEXT_LENGTH);
        try (OnnxSession text = ExportedModel.session(repository, "texts-text")) {
            return text.run(Map.of("ids", NetworkInput.longs(ids, 1, ids.length)))
                    .get("context");
        }
    }

    private static float[] row(float[] context, int token) {
        int width = config.text().width();
        return Arrays.copyOfRange(context, token * width, (token + 1) * width);
    }

    /** [2,T,E]: of the caption, and of the empty one. */
    private static float[] contexts(String caption) {
        float[] both = Arrays.copyOf(
                context(caption), 2 * TextModel.CONTEXT_LENGTH * config.text().width());
        float[] empty = context("");
        System.arraycopy(empty, 0, both, empty.length, empty.length);
        return both;
    }

    /** What a stage samples in its first step, with nothing known. */
    private static float[] drawn(Stage stage, float[] contexts, String caption, float guidance) {
        boolean pivot = stage == Stage.PIVOT;
        int tokens = config.tokens(stage);
        int channels = config.channels();
        int positions = pivot ? config.pivotPositions() : tokens;
        SamplerTable table =
                pivot ? SamplerTable.pivot(SamplerKind.DDIM, 2, 1) : SamplerTable.refine(SamplerKind.DDIM, 2, 1);
        Map<String, NetworkInput> in = new LinkedHashMap<>();
        in.put("tokens", NetworkInput.floats(new float[tokens * channels], 1, tokens, channels));
        in.put("known", NetworkInput.booleans(new boolean[tokens], 1, tokens));
        if (pivot) {
            in.put("predict", NetworkInput.longs(LongStream.range(0, positions).toArray(), 1, positions));
        } else {
            in.put(
                    "condition",
                    NetworkInput.floats(
                            new float[config.lowTokens() * config.width()], 1, config.lowTokens(), config.width()));
        }
        in.put(
                "context",
                NetworkInput.floats(
                        contexts, 1, 2, TextModel.CONTEXT_LENGTH, config.text().width()));
        in.put("context_known", NetworkInput.booleans(known(caption), 1, 2, TextModel.CONTEXT_LENGTH));
        in.put("guidance", NetworkInput.floats(new float[] {guidance}, 1, 1));
        float[] noise = Noise.gaussian(1, stage.index(), 0, 0, positions, channels);
        in.put("noise", NetworkInput.floats(noise, 1, 1, positions, channels));
        in.put("sampler", NetworkInput.floats(table.values(), 1, table.steps(), SamplerTable.COLUMNS));
        String graph = pivot ? "texts-pivot" : "texts-refine";
        try (OnnxSession session = ExportedModel.session(repository, graph)) {
            return session.run(in).get("sampled");
        }
    }

    private static boolean[] known(String caption) {
        CaptionTokens tokens = TextModel.vocabulary().tokens(caption);
        boolean[] both = Arrays.copyOf(tokens.known(TextModel.CONTEXT_LENGTH), 2 * TextModel.CONTEXT_LENGTH);
        both[TextModel.CONTEXT_LENGTH] = true;
        return both;
    }
}
