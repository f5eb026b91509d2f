package io.himar.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.inference.InferenceClient;
import io.himar.inference.server.EmbeddedInferenceServer;
import io.himar.inference.stage.GraphCall;
import io.himar.inference.stage.LatentDecoder;
import io.himar.inference.stage.PackedHalves;
import io.himar.inference.stage.Pivot;
import io.himar.inference.stage.PivotStage;
import io.himar.inference.stage.RefineStage;
import io.himar.inference.stage.RgbImage;
import io.himar.inference.stage.Shown;
import io.himar.inference.stage.StageInput;
import io.himar.inference.stage.StageListener;
import io.himar.inference.stage.TextContext;
import io.himar.model.ModelConfig;
import io.himar.model.RandomModel;
import io.himar.model.TextModel;
import io.himar.model.onnx.BatchingPolicy;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.onnx.Precision;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import io.himar.model.sampling.ImageDraws;
import io.himar.model.text.WordVocabulary;
import io.himar.standalone.Suite;
import io.himar.standalone.SuiteIT;
import io.himar.standalone.SuiteOptions;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.GatewayException;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.GenerationProgress;
import io.himar.standalone.client.GenerationWatch;
import io.himar.standalone.client.ModelList;
import io.himar.standalone.client.NewGeneration;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A model that draws texts, never trained, through the whole suite. */
class PromptsIT {
    private static final long SEED = 11;

    @TempDir
    private static Path directory;

    private static Path weights;
    private static Suite suite;
    private static GatewayClient gateway;

    @BeforeAll
    static void start() throws Exception {
        weights = textModel(directory.resolve("texts"));
        suite = Suite.start(
                new SuiteOptions(directory.resolve("data"), List.of(weights), Precision.FP32, 0), part -> {});
        gateway = new GatewayClient(suite.address());
        // Until the gateway has heard of the workers, it warns that there are none.
        drawn("red circle");
    }

    @AfterAll
    static void stop() {
        suite.close();
    }

    @Test
    void two_prompts_give_two_pictures_and_the_same_prompt_and_seed_the_same_bytes_in_whatever_company()
            throws Exception {
        byte[] red = picture(drawn("red circle"));
        byte[] blue = picture(drawn("blue square"));
        assertThat(Arrays.equals(blue, red)).isFalse();

        List<Generation> together = new ArrayList<>();
        for (String prompt : List.of("red circle", "blue square", "", "red circle")) {
            together.add(gateway.submit(NewGeneration.ofPrompt(null, prompt, 1, SEED)));
        }
        List<byte[]> pictures = new ArrayList<>();
        for (Generation each : together) {
            pictures.add(picture(new GenerationWatch(gateway, new GenerationProgress(each)).call()));
        }
        assertThatAreClose(pictures.get(0), red);
        assertThatAreClose(pictures.get(1), blue);
        assertThatAreClose(pictures.get(3), red);
        assertThat(picture(drawn("red circle"))).isEqualTo(red);
    }

    @Test
    void it_is_the_picture_that_both_stages_draw_by_themselves() throws Exception {
        assertThatAreClose(picture(drawn("red square")), drawnWithoutTheSuite("red square"));
    }

    @Test
    void a_draft_keeps_its_prompt_and_is_refined_to_the_whole_picture() throws Exception {
        Generation draft = ended(request("blue circle", true, List.of()));
        String pivot = draft.images().get(0).pivot().id();
        Generation refined = ended(request(null, null, List.of(pivot)));

        assertThat(refined.prompt()).isEqualTo("blue circle");
        assertThat(refined.classId()).isNull();
        assertThat(picture(refined)).isEqualTo(picture(drawn("blue circle")));
        assertThat(gateway.generation(draft.id()).label()).isEqualTo("blue circle");
    }

    @Test
    void words_that_the_model_does_not_know_are_told_and_drawn_without() throws Exception {
        Generation strange = gateway.submit(NewGeneration.ofPrompt(null, "Red ZEBRA, red emu", 1, SEED));
        assertThat(strange.warnings())
                .containsExactly(new Generation.Warning(
                        "unknown_words", "model texts does not know the words 'zebra', 'emu' and draws without"));
        assertThat(gateway.generation(strange.id()).warnings()).isEqualTo(strange.warnings());
        assertThat(drawn("red circle").warnings()).isEmpty();
    }

    @Test
    void the_model_says_what_prompts_it_takes() {
        ModelList.Model model = gateway.models().models().get(0);
        assertThat(model.classes()).isZero();
        assertThat(model.prompts())
                .isEqualTo(new ModelList.Prompts("words", 4, TextModel.CONTEXT_LENGTH, List.of("red circle")));
    }

    @Test
    void a_class_and_a_prompt_that_is_too_long_are_refused_in_a_sentence_each() {
        assertThatThrownBy(() -> gateway.submit(NewGeneration.of(null, 7, 1, null)))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("7 (expected: none: model texts draws what a text says, send prompt)");
        assertThatThrownBy(() -> gateway.submit(NewGeneration.ofPrompt(null, "red red red red red red", 1, null)))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("7 tokens (expected: at most 6, ");
    }

    @Test
    void the_command_line_draws_what_a_prompt_says_and_tells_of_it() {
        Path out = directory.resolve("out");
        String url = suite.address().toString();

        assertThat(said(
                        0,
                        "generate",
                        "--url",
                        url,
                        "--prompt",
                        "red emu",
                        "--count",
                        "1",
                        "--seed",
                        "3",
                        "--out",
                        out.toString()))
                .contains("1 image of 'red emu', seed 3")
                .contains("Note: model texts does not know the word 'emu' and draws without.")
                .contains("1 of 1 images");
        assertThat(out.resolve("red-emu-seed3.png")).isNotEmptyFile();
        assertThat(said(0, "list", "--url", url)).contains("red emu");
        assertThat(said(0, "models", "--url", url)).contains("prompts").contains("such as red circle");
        assertThat(said(0, "models", "texts", "--url", url)).contains("at most 6 tokens; 4 words");
        assertThat(said(1, "generate", "--url", url, "--class", "7", "--out", out.toString()))
                .contains("model texts draws what a text says, send prompt");
    }

    /** What a command prints, which ends with this status. */
    private static String said(int status, String... command) {
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(to);
            System.setErr(to);
            assertThat(Himar.run(command)).isEqualTo(status);
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static Generation drawn(String prompt) throws Exception {
        return ended(NewGeneration.ofPrompt(null, prompt, 1, SEED));
    }

    private static Generation ended(NewGeneration request) throws Exception {
        Generation ended = new GenerationWatch(gateway, new GenerationProgress(gateway.submit(request))).call();
        assertThat(ended.status()).isEqualTo("succeeded");
        return ended;
    }

    private static NewGeneration request(String prompt, Boolean draft, List<String> pivots) {
        return new NewGeneration(
                null,
                null,
                prompt,
                null,
                prompt == null ? null : BigInteger.valueOf(SEED),
                List.of(),
                draft,
                null,
                pivots,
                null,
                Map.of(),
                null,
                null,
                null,
                Map.of(),
                Map.of());
    }

    private static byte[] picture(Generation generation) {
        return gateway.download(generation.images().get(0).result().url());
    }

    /** The images of a batch are as those alone, up to rounding. */
    private static void assertThatAreClose(byte[] png, byte[] expected) throws IOException {
        assertThatAreClose(png, rgb(ImageIO.read(new ByteArrayInputStream(expected))));
    }

    private static void assertThatAreClose(byte[] png, int[] expected) throws IOException {
        int[] pixels = rgb(ImageIO.read(new ByteArrayInputStream(png)));
        assertThat(pixels).hasSameSizeAs(expected);
        for (int i = 0; i < pixels.length; i++) {
            assertThat(Math.abs(pixels[i] - expected[i])).isLessThanOrEqualTo(1);
        }
    }

    private static int[] rgb(BufferedImage image) {
        return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    }

    private static int[] drawnWithoutTheSuite(String prompt) throws IOException {
        Path repository = directory.resolve("repository");
        ModelExporter.export(weights, repository, Precision.FP32, BatchingPolicy.DEFAULT);
        ModelConfig model = TextModel.config(weights);
        try (EmbeddedInferenceServer server = EmbeddedInferenceServer.start(repository);
                InferenceClient client = InferenceClient.connect(server.address())) {
            GraphCall graphs = GraphCall.on(client, Duration.ofMinutes(1));
            Shown shown = Shown.ofText(
                    TextContext.of(TextModel.vocabulary().tokens(prompt), model, graphs),
                    TextContext.of(TextModel.vocabulary().tokens(""), model, graphs));
            ImageDraws draws = ImageDraws.seeded(SEED);
            Pivot pivot = new PivotStage(graphs, model)
                    .run(new StageInput(shown, draws, model.sampling().pivot()), StageListener.NONE);
            float[] condition = PackedHalves.unpack(PackedHalves.pack(pivot.condition()));
            float[] tokens = new RefineStage(graphs, model)
                    .run(
                            condition,
                            new StageInput(shown, draws, model.sampling().refine()),
                            StageListener.NONE);
            RgbImage image = new LatentDecoder(graphs, model).image(tokens);
            int[] rgb = new int[image.rgb().length];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = image.rgb()[i] & 0xff;
            }
            return rgb;
        }
    }

    /** The tiny model of the other tests, with the text encoder of {@link TextModel}; guidance shows what it says. */
    private static Path textModel(Path folder) throws IOException {
        ObjectNode config;
        try (var in = Objects.requireNonNull(SuiteIT.class.getResourceAsStream("tiny-model.json"))) {
            config = (ObjectNode) JsonMapper.shared().readTree(in);
        }
        config.remove(List.of("class_num", "labels"));
        config.put("name", "texts").put("conditioning", "text").put("buffer_size", TextModel.CONTEXT_LENGTH);
        config.set("text", TextModel.json().get("text"));
        config.putArray("examples").add("red circle");
        for (String stage : List.of("pivot", "refine")) {
            ((ObjectNode) config.get("sampling").get(stage)).put("guidance", 20);
        }
        RandomModel.write(config.toString(), folder);
        TextModel.vocabulary().write(folder.resolve(WordVocabulary.FILE));
        speakUp(folder.resolve(ModelExporter.TEXT_ENCODER_FILE), 20);
        speakUp(folder.resolve(ModelExporter.NETWORK_FILE), 4);
        return folder;
    }

    /** Random weights are small, and what they say of a text would be lost in eight bits. */
    private static void speakUp(Path weights, float times) throws IOException {
        Map<String, TensorData> louder = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(weights)) {
            for (String name : file.names()) {
                float[] values = file.tensor(name).toFloats();
                for (int i = 0; i < values.length; i++) {
                    values[i] *= times;
                }
                louder.put(name, TensorData.floats(values, file.tensor(name).shape()));
            }
        }
        SafetensorsWriter.write(weights, louder, Map.of());
    }
}
