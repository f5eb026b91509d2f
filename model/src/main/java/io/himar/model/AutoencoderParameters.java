package io.himar.model;

import io.himar.model.ParameterSpec.Initial;
import java.util.ArrayList;
import java.util.List;

/** Every parameter of the autoencoder (model.md, section 2). */
public final class AutoencoderParameters {
    private static final int IMAGE_CHANNELS = 3;

    private final ModelConfig.Vae config;
    private final List<ParameterSpec> specs = new ArrayList<>();

    private AutoencoderParameters(ModelConfig.Vae config) {
        this.config = config;
    }

    public static List<ParameterSpec> of(ModelConfig.Vae config) {
        AutoencoderParameters parameters = new AutoencoderParameters(config);
        parameters.encoder();
        parameters.decoder();
        return List.copyOf(parameters.specs);
    }

    /** Whether a parameter is of the part that turns pictures into latents. */
    public static boolean encodes(ParameterSpec spec) {
        return spec.name().startsWith("encoder.") || spec.name().startsWith("quant_conv.");
    }

    private void encoder() {
        int last = config.levels() - 1;
        conv("encoder.conv_in", IMAGE_CHANNELS, config.ch(), 3);
        int in = config.ch();
        for (int level = 0; level <= last; level++) {
            int out = config.channels(level);
            for (int i = 0; i < config.numResBlocks(); i++) {
                residual("encoder.down." + level + ".block." + i, in, out);
                if (level == last) {
                    attention("encoder.down." + level + ".attn." + i, out);
                }
                in = out;
            }
            if (level < last) {
                conv("encoder.down." + level + ".downsample.conv", out, out, 3);
            }
        }
        middle("encoder", in);
        norm("encoder.norm_out", in);
        conv("encoder.conv_out", in, 2L * config.zChannels(), 3);
        conv("quant_conv", 2L * config.zChannels(), 2L * config.embedDim(), 1);
    }

    private void decoder() {
        int last = config.levels() - 1;
        int in = config.channels(last);
        conv("post_quant_conv", config.embedDim(), config.zChannels(), 1);
        conv("decoder.conv_in", config.zChannels(), in, 3);
        middle("decoder", in);
        for (int level = last; level >= 0; level--) {
            int out = config.channels(level);
            for (int i = 0; i <= config.numResBlocks(); i++) {
                residual("decoder.up." + level + ".block." + i, in, out);
                in = out;
            }
            if (level > 0) {
                conv("decoder.up." + level + ".upsample.conv", out, out, 3);
            }
        }
        norm("decoder.norm_out", in);
        conv("decoder.conv_out", in, IMAGE_CHANNELS, 3);
    }

    private void middle(String part, int channels) {
        residual(part + ".mid.block_1", channels, channels);
        attention(part + ".mid.attn_1", channels);
        residual(part + ".mid.block_2", channels, channels);
    }

    private void residual(String name, int in, int out) {
        norm(name + ".norm1", in);
        conv(name + ".conv1", in, out, 3);
        norm(name + ".norm2", out);
        conv(name + ".conv2", out, out, 3);
        if (in != out) {
            conv(name + ".nin_shortcut", in, out, 1);
        }
    }

    private void attention(String name, int channels) {
        norm(name + ".norm", channels);
        for (String projection : List.of("q", "k", "v", "proj_out")) {
            conv(name + "." + projection, channels, channels, 1);
        }
    }

    private void conv(String name, long in, long out, int kernel) {
        Initial initial = new Initial.Uniform(in * kernel * kernel);
        specs.add(ParameterSpec.of(name + ".weight", initial, out, in, kernel, kernel));
        specs.add(ParameterSpec.of(name + ".bias", initial, out));
    }

    private void norm(String name, long channels) {
        specs.add(ParameterSpec.of(name + ".weight", new Initial.Constant(1), channels));
        specs.add(ParameterSpec.of(name + ".bias", new Initial.Constant(0), channels));
    }
}
