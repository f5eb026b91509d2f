/**
 * Many runs and evaluations beside one another: the designs of the paper's ablation with several seeds each, and models
 * over their numbers of autoregressive steps. Read {@code Ablation} first, then {@code StepCurve}.
 *
 * <p>It may import every package but {@code command}.
 */
package io.himar.training.ablation;
