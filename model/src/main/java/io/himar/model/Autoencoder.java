package io.himar.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The KL autoencoder that turns pictures into latents and back (MAR's KL-16 is one configuration of it). Pictures are
 * RGB in [-1,1].
 */
public final class Autoencoder {
    private static final double EPSILON = 1e-6;
    private static final double LEAST_LOG_VARIANCE = -30;
    private static final double MOST_LOG_VARIANCE = 20;

    private final Ops ops;
    private final Parameters parameters;
    private final ModelConfig.Vae config;

    public Autoencoder(Ops ops, Parameters parameters, ModelConfig.Vae config) {
        this.ops = ops;
        this.parameters = parameters;
        this.config = config;
    }

    /**
     * The distribution of latents.
     *
     * @param mean [B,C,h,w]
     * @param logVariance [B,C,h,w], limited to [-30,20]
     */
    public record Moments(Tensor mean, Tensor logVariance) {}

    /** Picture [B,3,H,W] to the moments of its latents; H and W are multiples of the stride. */
    public Moments encode(Tensor image) {
        Parameters encoder = parameters.in("encoder");
        Tensor x = conv3x3(encoder, "conv_in", image);
        int levels = config.levels();
        for (int level = 0; level < levels; level++) {
            Parameters down = encoder.in("down." + level);
            for (int i = 0; i < config.numResBlocks(); i++) {
                x = residual(down.in("block." + i), x, encoderIn(level, i), config.channels(level));
                if (level == levels - 1) {
                    x = attention(down.in("attn." + i), x, config.channels(level));
                }
            }
            if (level < levels - 1) {
                // Padded at the right and bottom alone, so that the window of stride 2 never hangs over on the left.
                x = x.conv2d(
                        down.get("downsample.conv.weight"),
                        down.get("downsample.conv.bias"),
                        2,
                        new Tensor.Padding(0, 0, 1, 1));
            }
        }
        Tensor out = output(encoder, middle(encoder, x));
        Tensor moments = conv1x1(parameters, "quant_conv", out);
        long c = config.embedDim();
        return new Moments(
                moments.slice(1, 0, c), moments.slice(1, c, 2 * c).clamp(LEAST_LOG_VARIANCE, MOST_LOG_VARIANCE));
    }

    /** Latents [B,C,h,w] to the picture [B,3,H,W], not limited to [-1,1]. */
    public Tensor decode(Tensor latent) {
        Parameters decoder = parameters.in("decoder");
        Tensor x = conv3x3(decoder, "conv_in", conv1x1(parameters, "post_quant_conv", latent));
        x = middle(decoder, x);
        for (int level : levelsDownwards()) {
            Parameters up = decoder.in("up." + level);
            for (int i = 0; i <= config.numResBlocks(); i++) {
                x = residual(up.in("block." + i), x, decoderIn(level, i), config.channels(level));
            }
            if (level > 0) {
                x = conv3x3(up, "upsample.conv", x.upsampleNearest2x());
            }
        }
        return output(decoder, x);
    }

    /**
     * Tokens to a picture as it is stored.
     *
     * @param tokens [B,C,h,w], latents times {@code scale}
     * @return 8-bit RGB [B,H,W,3]
     */
    public Tensor decodeToBytes(Tensor tokens, double scale) {
        Tensor image = decode(tokens.times(1 / scale));
        return image.clamp(-1, 1)
                .plus(1)
                .times(127.5)
                .round()
                .permute(0, 2, 3, 1)
                .toBytes();
    }

    private int encoderIn(int level, int block) {
        if (block > 0) {
            return config.channels(level);
        }
        return level == 0 ? config.ch() : config.channels(level - 1);
    }

    private int decoderIn(int level, int block) {
        if (block > 0) {
            return config.channels(level);
        }
        return level == config.levels() - 1 ? config.channels(level) : config.channels(level + 1);
    }

    private List<Integer> levelsDownwards() {
        List<Integer> levels = new ArrayList<>();
        for (int level = config.levels() - 1; level >= 0; level--) {
            levels.add(level);
        }
        return levels;
    }

    private Tensor middle(Parameters part, Tensor x) {
        int channels = config.channels(config.levels() - 1);
        Tensor first = residual(part.in("mid.block_1"), x, channels, channels);
        Tensor attended = attention(part.in("mid.attn_1"), first, channels);
        return residual(part.in("mid.block_2"), attended, channels, channels);
    }

    private Tensor output(Parameters part, Tensor x) {
        return conv3x3(part, "conv_out", norm(part, "norm_out", x).silu());
    }

    private Tensor residual(Parameters block, Tensor x, int in, int out) {
        Tensor hidden = conv3x3(block, "conv1", norm(block, "norm1", x).silu());
        hidden = conv3x3(block, "conv2", norm(block, "norm2", hidden).silu());
        return (in == out ? x : conv1x1(block, "nin_shortcut", x)).plus(hidden);
    }

    /** Single-head attention between all pixels. */
    private Tensor attention(Parameters block, Tensor x, int channels) {
        Tensor normed = norm(block, "norm", x);
        Tensor mixed = ops.pixelAttention(
                conv1x1(block, "q", normed), conv1x1(block, "k", normed), conv1x1(block, "v", normed), channels);
        return x.plus(conv1x1(block, "proj_out", mixed));
    }

    private Tensor norm(Parameters part, String name, Tensor x) {
        return x.groupNorm(config.normGroups(), part.get(name + ".weight"), part.get(name + ".bias"), EPSILON);
    }

    private static Tensor conv3x3(Parameters part, String name, Tensor x) {
        return x.conv2d(part.get(name + ".weight"), part.get(name + ".bias"), 1, Tensor.Padding.all(1));
    }

    private static Tensor conv1x1(Parameters part, String name, Tensor x) {
        return x.conv2d(part.get(name + ".weight"), part.get(name + ".bias"), 1, Tensor.Padding.NONE);
    }
}
