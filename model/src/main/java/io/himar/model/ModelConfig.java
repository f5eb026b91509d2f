package io.himar.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.himar.model.sampling.MaskSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shape of a model, and how it is sampled by default. Keys of the file are those of the released code in snake
 * case; {@code name}, {@code labels}, {@code latent_scale}, {@code sampling}, {@code variant}, {@code conditioning},
 * {@code text}, {@code examples} and {@code vae.norm_groups} are ours and may be left out.
 *
 * @param imgSize side of the picture in pixels
 * @param vaeStride pixels to a latent position, per axis
 * @param patchSize latent positions to a token, per axis; 1 is the only one published
 * @param vaeEmbedDim C, channels of a latent
 * @param condScale side of the low-resolution grid in tokens
 * @param condDim channels of a low-resolution latent, equal to C
 * @param bufferSize slots before the tokens, for the class or the text
 * @param classNum classes; none where conditioning is text
 * @param difflossD blocks of the MLP head
 * @param difflossW width of the MLP head
 * @param gdmD blocks of the Transformer head
 * @param gdmW width of the Transformer head
 * @param latentScale what a latent is multiplied by to become a token
 * @param labels names of the classes, in the order of their ids
 * @param sampling how it is sampled where a request says nothing
 * @param presets how it is sampled under the names of {@link Preset}, where that is not by rule
 * @param variant the published design, or another of the paper's ablation
 * @param conditioning whether pictures are of a class, which is what a file without this key means, or of a text
 * @param text the text encoder; null where conditioning is class
 * @param examples texts that the model draws well, for people who do not know it; none where conditioning is class
 */
// What an export adds for people, and a training setting that some reference configurations hold.
@JsonIgnoreProperties({"precision", "diffusion_batch_mul"})
public record ModelConfig(
        String name,
        int imgSize,
        int vaeStride,
        int patchSize,
        int vaeEmbedDim,
        int condScale,
        int condDim,
        int encoderEmbedDim,
        int encoderDepth,
        int encoderNumHeads,
        int decoderEmbedDim,
        int decoderDepth,
        int decoderNumHeads,
        int mlpRatio,
        int bufferSize,
        Integer classNum,
        int difflossD,
        int difflossW,
        int gdmD,
        int gdmW,
        int gdmHeads,
        int gdmMlpRatio,
        double layerNormEps,
        Vae vae,
        Double latentScale,
        List<String> labels,
        SamplingDefaults sampling,
        SamplingPresets presets,
        Variant variant,
        Conditioning conditioning,
        TextEncoderConfig text,
        List<String> examples) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** KL-16's scale, measured by its authors. */
    private static final double RELEASED_LATENT_SCALE = 0.2325;

    /** Attention is between all positions: beyond this no machine computes it. */
    private static final int LARGEST_SIDE = 256;

    private static final int MOST_LEVELS = 16;

    private static final List<String> CLASS_KEYS = List.of("class_num", "labels");
    private static final List<String> CONDITIONING_KEYS = List.of("conditioning", "text", "examples");

    private static final int PUBLISHED_NORM_GROUPS = 32;

    public ModelConfig {
        name = name == null ? "model" : name;
        variant = variant == null ? Variant.PUBLISHED : variant;
        presets = presets == null ? SamplingPresets.BY_RULE : presets;
        conditioning = conditioning == null ? Conditioning.CLASS : conditioning;
        classNum = conditioning.classes(classNum, text, bufferSize);
        examples = examples == null ? List.of() : List.copyOf(examples);
        ConfigCheck.that(
                "examples",
                conditioning == Conditioning.TEXT || examples.isEmpty(),
                examples,
                "nothing where conditioning is class");
        latentScale = latentScale == null ? (Double) RELEASED_LATENT_SCALE : latentScale;
        labels = labels == null
                ? IntStream.range(0, classNum).mapToObj(Integer::toString).toList()
                : List.copyOf(labels);
        ConfigCheck.that("name", name.matches("[a-z0-9][a-z0-9-]*"), name, "lower-case letters, digits and hyphens");
        ConfigCheck.positive("vae_stride", vaeStride);
        ConfigCheck.that("patch_size", patchSize == 1, patchSize, "1");
        ConfigCheck.that(
                "img_size",
                imgSize > 0 && imgSize % vaeStride == 0,
                imgSize,
                "a positive multiple of vae_stride, " + vaeStride);
        ConfigCheck.that(
                "img_size",
                imgSize / vaeStride <= LARGEST_SIDE,
                imgSize,
                "at most " + LARGEST_SIDE + " latent positions of vae_stride, " + vaeStride + ", to a side");
        ConfigCheck.positive("vae_embed_dim", vaeEmbedDim);
        ConfigCheck.that("cond_dim", condDim == vaeEmbedDim, condDim, "vae_embed_dim, " + vaeEmbedDim);
        ConfigCheck.that(
                "cond_scale",
                condScale > 0 && condScale < imgSize / vaeStride,
                condScale,
                "at least 1 and less than the dense grid's side, " + imgSize / vaeStride);
        ConfigCheck.positive("encoder_embed_dim", encoderEmbedDim);
        ConfigCheck.that(
                "decoder_embed_dim",
                decoderEmbedDim == encoderEmbedDim,
                decoderEmbedDim,
                "encoder_embed_dim, " + encoderEmbedDim);
        ConfigCheck.divides("encoder_num_heads", encoderNumHeads, "encoder_embed_dim", encoderEmbedDim);
        ConfigCheck.divides("decoder_num_heads", decoderNumHeads, "decoder_embed_dim", decoderEmbedDim);
        ConfigCheck.positive("gdm_w", gdmW);
        ConfigCheck.divides("gdm_heads", gdmHeads, "gdm_w", gdmW);
        ConfigCheck.that("gdm_w", gdmW % 4 == 0, gdmW, "a multiple of 4, for the position table");
        ConfigCheck.positive("encoder_depth", encoderDepth);
        ConfigCheck.positive("decoder_depth", decoderDepth);
        ConfigCheck.positive("mlp_ratio", mlpRatio);
        ConfigCheck.positive("gdm_mlp_ratio", gdmMlpRatio);
        ConfigCheck.positive("buffer_size", bufferSize);
        ConfigCheck.positive("diffloss_d", difflossD);
        ConfigCheck.positive("diffloss_w", difflossW);
        ConfigCheck.positive("gdm_d", gdmD);
        ConfigCheck.that("layer_norm_eps", layerNormEps > 0 && layerNormEps < 1, layerNormEps, "between 0 and 1");
        ConfigCheck.that("latent_scale", latentScale > 0 && latentScale < 1e6, latentScale, "between 0 and 1e6");
        ConfigCheck.that("labels", labels.size() == classNum, labels.size() + " names", "class_num, " + classNum);
        ConfigCheck.distinct("labels", labels);
        sampling = sampling == null ? SamplingDefaults.published(condScale) : sampling;
        int denseSide = imgSize / vaeStride;
        checkSteps("sampling", sampling, condScale, denseSide);
        for (Preset preset : Preset.values()) {
            checkSteps("presets." + preset.label(), presets.of(preset, sampling), condScale, denseSide);
        }
        ConfigCheck.that("vae", vae != null, null, "the autoencoder's shape");
        ConfigCheck.that(
                "vae.embed_dim", vae.embedDim() == vaeEmbedDim, vae.embedDim(), "vae_embed_dim, " + vaeEmbedDim);
        ConfigCheck.that(
                "vae.ch_mult",
                1L << (vae.levels() - 1) == vaeStride,
                vae.levels() + " levels",
                "as many as give vae_stride, " + vaeStride);
    }

    private static void checkSteps(String key, SamplingDefaults sampling, int lowSide, int denseSide) {
        ConfigCheck.atMost(key + ".pivot.steps", sampling.pivot().steps(), "low-resolution tokens", lowSide * lowSide);
        ConfigCheck.atMost(key + ".refine.steps", sampling.refine().steps(), "dense tokens", denseSide * denseSide);
    }

    /**
     * The autoencoder's shape.
     *
     * @param ch channels at full resolution
     * @param chMult channels of each level as multiples of {@code ch}; each level but the last halves the resolution
     * @param numResBlocks residual blocks of an encoder level; a decoder level has one more
     * @param normGroups groups of channels that are normalised together, 32 unless given; as many as there are channels
     *     would normalise each by itself, which loses how bright a picture is
     */
    public record Vae(int ch, List<Integer> chMult, int numResBlocks, int zChannels, int embedDim, Integer normGroups) {
        public Vae {
            normGroups = normGroups == null ? (Integer) PUBLISHED_NORM_GROUPS : normGroups;
            ConfigCheck.positive("vae.norm_groups", normGroups);
            ConfigCheck.that(
                    "vae.ch", ch > 0 && ch % normGroups == 0, ch, "a positive multiple of norm_groups, " + normGroups);
            ConfigCheck.that(
                    "vae.ch_mult",
                    chMult != null && !chMult.isEmpty() && chMult.size() <= MOST_LEVELS,
                    chMult,
                    "one multiple a level, at most " + MOST_LEVELS);
            chMult = List.copyOf(chMult);
            chMult.forEach(multiple -> ConfigCheck.positive("vae.ch_mult", multiple));
            ConfigCheck.positive("vae.num_res_blocks", numResBlocks);
            ConfigCheck.positive("vae.z_channels", zChannels);
            ConfigCheck.positive("vae.embed_dim", embedDim);
        }

        int levels() {
            return chMult.size();
        }

        int channels(int level) {
            return ch * chMult.get(level);
        }
    }

    /**
     * Reads a configuration file.
     *
     * @throws InvalidConfigException naming the file and the key that is missing or wrong
     */
    public static ModelConfig read(Path file) {
        try {
            return parse(file.toString(), Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new InvalidConfigException("there is no model configuration " + file, e);
        } catch (IOException e) {
            throw new InvalidConfigException("the model configuration " + file + " cannot be read: " + e, e);
        }
    }

    /**
     * Reads a configuration.
     *
     * @param source what the bytes are, for messages
     * @throws InvalidConfigException naming the source and the key that is missing or wrong
     */
    public static ModelConfig parse(String source, byte[] json) {
        try {
            return JSON.readValue(json, ModelConfig.class);
        } catch (JacksonException e) {
            throw new InvalidConfigException("the model configuration " + source + " is wrong: " + reason(e), e);
        }
    }

    private static String reason(JacksonException e) {
        if (e.getCause() instanceof InvalidConfigException invalid) {
            return invalid.getMessage();
        }
        String key = e.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        if (key.isEmpty()) {
            return e.getOriginalMessage();
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return key + ": no such key (expected: one of "
                    + unknown.getKnownPropertyIds().stream()
                            .map(Object::toString)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ")";
        }
        // Jackson says of an absent number that null does not fit its type.
        boolean absent = e.getOriginalMessage().startsWith("Cannot map `null`");
        return key + ": " + (absent ? "missing" : e.getOriginalMessage());
    }

    /**
     * The same shape under another name and with other labels.
     *
     * @throws InvalidConfigException if the name or the labels are not acceptable
     */
    public ModelConfig with(String newName, List<String> newLabels) {
        ObjectNode tree = JSON.valueToTree(this);
        tree.put("name", newName);
        tree.putPOJO("labels", newLabels);
        return parse("named " + newName, JSON.writeValueAsBytes(tree));
    }

    /** The file's text, with every default written out but the published variant and conditioning. */
    public String toJson() {
        ObjectNode tree = JSON.valueToTree(this);
        if (variant.equals(Variant.PUBLISHED)) {
            tree.remove("variant");
        }
        tree.remove(conditioning == Conditioning.CLASS ? CONDITIONING_KEYS : CLASS_KEYS);
        if (examples.isEmpty()) {
            tree.remove("examples");
        }
        if (presets.equals(SamplingPresets.BY_RULE)) {
            tree.remove("presets");
        }
        withoutWhatLeavesNothingOut(sampling.pivot(), tree.get("sampling").get("pivot"));
        withoutWhatLeavesNothingOut(sampling.refine(), tree.get("sampling").get("refine"));
        withoutWhatRefreshesAlways(tree);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    }

    /** As versions read it that compute both branches of guidance in every denoising step. */
    private static void withoutWhatRefreshesAlways(JsonNode tree) {
        for (JsonNode stage : tree.findParents("guidance_refresh")) {
            if (stage.get("guidance_refresh").intValue() == 1) {
                ((ObjectNode) stage).remove("guidance_refresh");
            }
        }
    }

    /** As versions read it that leave nothing out. */
    private static void withoutWhatLeavesNothingOut(StageSampling stage, JsonNode tree) {
        if (stage.exact()) {
            ((ObjectNode) tree).remove(List.of("last_denoising_steps", "unguided_below", "order"));
        }
    }

    /** How it is sampled under a name. */
    public SamplingDefaults sampling(Preset preset) {
        return presets.of(preset, sampling);
    }

    /** D, the width of the backbone. */
    public int width() {
        return encoderEmbedDim;
    }

    /** C, the channels of a token. */
    public int channels() {
        return vaeEmbedDim;
    }

    public int classes() {
        return classNum;
    }

    /**
     * The class that a person means by a word, on a command line or as a string of a request. One rule for all: the
     * word is read as a label, then as an index.
     *
     * <ul>
     *   <li>A label is compared in Unicode's normal form C, so that composed and decomposed letters are equal.
     *   <li>An index is 0 to {@code classes() - 1} in decimal digits.
     *   <li>A word that means two classes, as the label of one and the index of another, is refused; {@code label:WORD}
     *       and {@code index:NUMBER} say which is meant.
     * </ul>
     *
     * A number of a JSON document is always an index and needs no rule.
     */
    public ClassLookup classOf(String word) {
        if (conditioning == Conditioning.TEXT) {
            return new ClassLookup.Refused(
                    "'" + word + "' cannot be a class", "a prompt: model " + name + " draws what a text says");
        }
        return new ClassLabels(name, labels).lookUp(word);
    }

    public int imageSize() {
        return imgSize;
    }

    public int lowSide() {
        return condScale;
    }

    public int denseSide() {
        return imgSize / vaeStride;
    }

    /** Ns, the number of low-resolution tokens. */
    public int lowTokens() {
        return lowSide() * lowSide();
    }

    /** Nl, the number of dense tokens. */
    public int denseTokens() {
        return denseSide() * denseSide();
    }

    /** The side of the grid of a stage's tokens. */
    int side(Stage stage) {
        return stage == Stage.PIVOT ? lowSide() : denseSide();
    }

    /** The tokens that a stage draws. */
    public int tokens(Stage stage) {
        return stage == Stage.PIVOT ? lowTokens() : denseTokens();
    }

    /** Slots of a backbone sequence: buffer, low-resolution and dense. */
    public int slots() {
        return SequenceLayout.of(this).slots();
    }

    /** Entries of what stage 1 gives stage 2 for each low-resolution slot: D, or C where that is a visual token. */
    public int conditionWidth() {
        return variant.guidance() == Variant.Guidance.VISUAL_TOKENS ? channels() : width();
    }

    /** P, the positions that one call of the stage-1 graph predicts: the most that any default step needs. */
    public int pivotPositions() {
        return MaskSchedule.of(lowTokens(), sampling.pivot().steps()).mostPredicted();
    }
}
