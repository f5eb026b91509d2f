/** The embedded inference server: a Triton model repository of ONNX models, served by ONNX Runtime over gRPC. */
package io.himar.inference.server;
