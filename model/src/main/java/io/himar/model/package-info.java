/**
 * The Hi-MAR network, written once for training (LibTorch) and for serving (ONNX). It also holds a model's
 * configuration and the list of its weights. {@code docs/model.md} says what the network computes.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link ModelConfig} is a model's file {@code config.json}: sizes, classes, {@link Variant design} and
 *       {@link SamplingDefaults how it is sampled}. {@link PublishedModels} are the paper's three.
 *   <li>{@link Tensor} and {@link Ops} are what a back end offers, and {@link Parameters} are the named weights. The
 *       rest of the network uses nothing else.
 *   <li>{@link ScaleAwareBlock} is one Transformer block: {@link SelfAttention} and an MLP, under the
 *       {@link ScaleFactors} of a {@link Stage}.
 *   <li>{@link TextEncoder} turns a caption into a context, in models whose {@link Conditioning} is text. A
 *       {@link Subject} is what the backbone is told that pictures show: classes or contexts.
 *   <li>{@link Backbone} is the masked Transformer of both stages. {@link SequenceLayout} says which of its slots are
 *       whose.
 *   <li>{@link DiffusionHead} predicts the noise in tokens: {@link MlpHead} each token alone, {@link TransformerHead}
 *       all together. Both use {@link TimeEmbedding} and {@link Modulation}.
 *   <li>{@link DenoisingLoop} turns noise into tokens with a head, under guidance. {@link StageHead} applies it as the
 *       kind of head needs.
 *   <li>{@link PivotStep} and {@link RefineStep} are one autoregressive step of stage 1 and of stage 2. They are what
 *       is exported and served. {@link StagePlan} says what each step of an image is given.
 *   <li>{@link Autoencoder} turns pictures into latents, and sampled tokens into pictures.
 *   <li>{@link HiMarParameters} and {@link AutoencoderParameters} list every weight with its shape.
 *       {@link SamplingOperations} counts what a picture costs.
 * </ol>
 *
 * <p>Javadoc gives shapes in these letters. The examples are those of the published models:
 *
 * <ul>
 *   <li>B: the images of a batch. Guidance runs each with its class and without, which makes 2B; the halves with the
 *       class come first.
 *   <li>Ns: the low-resolution tokens (64), which stage 1 draws. Nl: the dense tokens (256), which stage 2 draws.
 *   <li>N: the slots of a sequence. n: some of them, in most places the tokens of the stage at hand, Ns or Nl.
 *   <li>P: the positions that a step predicts.
 *   <li>C: the channels of a latent, and so of a token (16).
 *   <li>D: the width of the backbone (768 to 1280). w: the width of a diffusion head.
 *   <li>S: the denoising steps, each a row of the sampler, which is [B,S,12]; its columns are
 *       {@link io.himar.model.sampling.SamplerColumn}.
 *   <li>K: the noise tensors of a step: the initial noise and one for every denoising step, or the initial one alone.
 *   <li>T: the slots of a text's context (77 with CLIP). E: the width of the text encoder (768).
 *   <li>[B,C,h,w] is a grid of latents and [B,3,H,W] a picture: here, and only here, h, w, H and W are heights and
 *       widths.
 * </ul>
 */
package io.himar.model;
