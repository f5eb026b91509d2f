/**
 * LibTorch as the back end of the network: tensors and operations, parameters that are trained, the optimizer, the
 * moving average and the device. Read {@code TorchOps} and {@code TorchTensor} first.
 *
 * <p>It stands at the bottom and imports no package of the trainer.
 */
package io.himar.training.torch;
