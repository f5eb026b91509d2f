package io.himar.model.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** ONNX Runtime in this JVM. It tells its makers nothing. */
public final class OnnxRuntime {
    /**
     * As it begins, ONNX Runtime 1.29 looks through the command line of the process by regular expressions that take
     * stack for every character: with a long class path, that of an ordinary thread is too short and the JVM dies.
     */
    private static final long STACK_BYTES = 256L << 20;

    private static final OrtEnvironment ENVIRONMENT = begin();

    private OnnxRuntime() {}

    /** The environment of all sessions. */
    public static OrtEnvironment environment() {
        return ENVIRONMENT;
    }

    private static OrtEnvironment begin() {
        FutureTask<OrtEnvironment> begun = new FutureTask<>(new Silently());
        new Thread(null, begun, "onnx-runtime-begins", STACK_BYTES).start();
        try {
            return begun.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("ONNX Runtime does not begin", failure.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the start of ONNX Runtime was interrupted", stopped);
        }
    }

    /** No lambda: that would wait for this class, which waits for it. */
    private static final class Silently implements Callable<OrtEnvironment> {
        @Override
        public OrtEnvironment call() throws OrtException {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            environment.setTelemetry(false);
            return environment;
        }
    }
}
