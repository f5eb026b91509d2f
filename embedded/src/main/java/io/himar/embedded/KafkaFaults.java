package io.himar.embedded;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.utils.Exit;

/**
 * Hears when Kafka gives up. Its code then ends the whole process, without a word; here it only ends the broker, and
 * the broker's owner decides. Kafka does not say which broker it was: the group of the calling thread does.
 */
final class KafkaFaults {
    private static final List<NodeThreads> RUNNING = new CopyOnWriteArrayList<>();

    private KafkaFaults() {}

    /** The threads of one node, and what its giving up completes. Threads inherit the group of those that made them. */
    static final class NodeThreads extends ThreadGroup {
        private final CompletableFuture<Void> gaveUp = new CompletableFuture<>();

        private NodeThreads() {
            super("kafka");
        }

        CompletableFuture<Void> gaveUp() {
            return gaveUp;
        }
    }

    static NodeThreads listen() {
        Exit.setExitProcedure((status, message) -> tell());
        Exit.setHaltProcedure((status, message) -> tell());
        NodeThreads threads = new NodeThreads();
        RUNNING.add(threads);
        return threads;
    }

    static void forget(NodeThreads threads) {
        RUNNING.remove(threads);
    }

    /** Threads that a broken node left behind may speak late, and must not end the node after it. */
    private static void tell() {
        for (ThreadGroup each = Thread.currentThread().getThreadGroup(); each != null; each = each.getParent()) {
            if (each instanceof NodeThreads node) {
                node.gaveUp.complete(null);
                return;
            }
        }
        RUNNING.forEach(node -> node.gaveUp.complete(null));
    }
}
