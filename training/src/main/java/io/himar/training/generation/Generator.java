package io.himar.training.generation;

import io.himar.model.Autoencoder;
import io.himar.model.Conditioning;
import io.himar.model.GuidedSubject;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.Parameters;
import io.himar.model.SamplingDefaults;
import io.himar.model.Tensor;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.text.TokenizerFile;
import io.himar.training.autoencoder.Autoencoders;
import io.himar.training.file.FileDigest;
import io.himar.training.file.Weights;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;

/** Draws pictures from a network and an autoencoder, the same for the same seeds. */
public final class Generator {
    /** Weights only: how they are sampled by default is no part of what they are. */
    private static final List<String> FILES = List.of("model.safetensors", "vae.safetensors");

    private final ModelConfig config;
    private final BatchSampler sampler;
    private final Autoencoder autoencoder;
    private final String fingerprint;

    private Generator(ModelConfig config, Parameters network, Autoencoder autoencoder, String fingerprint) {
        this.fingerprint = fingerprint;
        this.config = config;
        this.sampler = new BatchSampler(config, network);
        this.autoencoder = autoencoder;
    }

    public Generator(ModelConfig config, Parameters network, Autoencoder autoencoder) {
        this(config, network, autoencoder, "in training");
    }

    /**
     * A finished model's.
     *
     * @param model holds {@code config.json}, {@code model.safetensors} and {@code vae.safetensors}, and of a model
     *     that draws texts its text encoder
     */
    public static Generator load(Path model) {
        ModelConfig config = ModelConfig.read(model.resolve("config.json"));
        var specs = HiMarParameters.of(config);
        var network = TrainableParameters.of(specs, Weights.read(model.resolve("model.safetensors"), specs));
        return new Generator(
                config,
                network,
                Autoencoders.load(model.resolve("vae.safetensors"), config),
                FileDigest.of(files(config).map(model::resolve).toList()));
    }

    private static Stream<String> files(ModelConfig config) {
        return config.conditioning() == Conditioning.CLASS
                ? FILES.stream()
                : Stream.concat(
                        FILES.stream(),
                        Stream.of(
                                ModelExporter.TEXT_ENCODER_FILE,
                                TokenizerFile.name(config.text().kind())));
    }

    /** Tells this model from others. */
    public String fingerprint() {
        return config.name() + " " + fingerprint;
    }

    public ModelConfig config() {
        return config;
    }

    /**
     * RGB in [-1,1].
     *
     * @param previews [B,3,h,w], of stage 1 alone, or null for a variant without stage 1
     * @param pictures [B,3,H,W]
     */
    public record Generated(org.bytedeco.pytorch.Tensor previews, org.bytedeco.pytorch.Tensor pictures) {}

    /** Its tensors belong to the enclosing {@code PointerScope}; call it without gradients. */
    public Generated generate(long[] classes, long[] seeds, SamplingDefaults settings) {
        return generate(
                new GuidedSubject.Classes(new TorchTensor(Tensors.of(classes, classes.length, 1))), seeds, settings);
    }

    /** As {@link #generate(long[], long[], SamplingDefaults)}, of anything that pictures may show. */
    public Generated generate(GuidedSubject subject, long[] seeds, SamplingDefaults settings) {
        BatchSampler.Sampled sampled = sampler.sample(subject, seeds, settings.pivot(), settings.refine());
        return new Generated(
                sampled.low() == null ? null : decoded(sampled.low(), config.lowSide()),
                decoded(sampled.dense(), config.denseSide()));
    }

    /**
     * Pictures [B,3,H,W] in [-1,1] as the autoencoder gives them back, from the mean of their latents: no network on
     * those latents can draw better ones. The result belongs to the enclosing {@code PointerScope}; call it without
     * gradients.
     */
    public org.bytedeco.pytorch.Tensor reconstruct(org.bytedeco.pytorch.Tensor pictures) {
        return clamped(
                autoencoder.decode(autoencoder.encode(new TorchTensor(pictures)).mean()));
    }

    /** Tokens [B,n,C] as pictures [B,3,H,W]. */
    private org.bytedeco.pytorch.Tensor decoded(org.bytedeco.pytorch.Tensor tokens, long side) {
        var latent = tokens.transpose(1, 2)
                .reshape(tokens.size(0), config.channels(), side, side)
                .div(new Scalar(config.latentScale()));
        return clamped(autoencoder.decode(new TorchTensor(latent)));
    }

    private static org.bytedeco.pytorch.Tensor clamped(Tensor pictures) {
        return ((TorchTensor) pictures.clamp(-1, 1)).value();
    }
}
