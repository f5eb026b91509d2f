/**
 * Graphs run by ONNX Runtime on Java arrays. The library is an optional dependency of this module: who runs graphs adds
 * {@code com.microsoft.onnxruntime:onnxruntime} to their own, and who only writes them does without.
 */
package io.himar.model.onnx.runtime;
