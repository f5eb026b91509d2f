/**
 * The ONNX back end: the network recorded as graphs, and the exporter that writes them as a Triton model repository.
 */
package io.himar.model.onnx;
