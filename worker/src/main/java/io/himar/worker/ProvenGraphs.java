package io.himar.worker;

import io.himar.inference.InferenceException;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.inference.stage.GraphCall;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out whose fault it is when a call of a graph fails: the request's, or the server's. The last request of the
 * same graph that succeeded is sent once more. If the server no longer does what it did, no image is to blame; nor is
 * one where this graph has never run yet. Safe for use by many threads.
 */
final class ProvenGraphs implements GraphCall {
    private final GraphCall graphs;
    private final Map<String, InferenceRequest> succeeded = new ConcurrentHashMap<>();

    ProvenGraphs(GraphCall graphs) {
        this.graphs = graphs;
    }

    /**
     * {@inheritDoc}
     *
     * @throws ServerAtFaultException if the server fails for any request of this graph
     */
    @Override
    public Map<String, InferenceTensor> call(InferenceRequest request) {
        try {
            Map<String, InferenceTensor> outputs = graphs.call(request);
            succeeded.put(key(request), request);
            return outputs;
        } catch (InferenceException failure) {
            if (mayBeTheRequests(failure) && !works(key(request))) {
                throw new ServerAtFaultException(failure);
            }
            throw failure;
        }
    }

    private static String key(InferenceRequest request) {
        return request.model() + " " + request.version();
    }

    /** What speaks of a server that is away, full or slow says already that it is not the request. */
    private static boolean mayBeTheRequests(InferenceException failure) {
        return failure.code() == InferenceException.Code.INTERNAL
                || failure.code() == InferenceException.Code.INVALID_ARGUMENT;
    }

    private boolean works(String graph) {
        InferenceRequest known = succeeded.get(graph);
        if (known == null) {
            return false;
        }
        try {
            graphs.call(known);
            return true;
        } catch (InferenceException stillFails) {
            return false;
        }
    }
}
