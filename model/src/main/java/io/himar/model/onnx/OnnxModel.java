package io.himar.model.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.himar.model.onnx.proto.GraphProto;
import io.himar.model.onnx.proto.ModelProto;
import io.himar.model.onnx.proto.OperatorSetIdProto;
import io.himar.model.onnx.proto.StringStringEntryProto;
import io.himar.model.onnx.proto.TensorProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A recorded graph with its initializers, ready to be written. */
final class OnnxModel {

    static final String FILE = "model.onnx";
    static final String WEIGHTS_FILE = "model.onnx.data";

    /** ONNX Runtime has both since 1.18. */
    private static final long IR_VERSION = 10;

    private static final long OPERATOR_SET = 21;

    private static final long CONTRIBUTED_SET = 1;

    /** A protobuf message ends at 2 GB; much smaller ones already cost more memory than a file read by offset. */
    private static final long LARGEST_INLINE = 512L << 20;

    /** Lets a reader map each tensor on its own. */
    private static final long PAGE = 4096;

    private final GraphProto graph;
    private final List<OnnxConstant> initializers;

    OnnxModel(GraphProto graph, List<OnnxConstant> initializers) {
        this.graph = graph;
        this.initializers = initializers;
    }

    /** Writes {@code model.onnx}, with {@code model.onnx.data} beside it where the weights are large. */
    void write(Path folder) throws IOException {
        write(folder, LARGEST_INLINE);
    }

    void write(Path folder, long largestInline) throws IOException {
        long size = initializers.stream().mapToLong(OnnxConstant::bytes).sum();
        GraphProto.Builder complete = graph.toBuilder();
        if (size <= largestInline) {
            initializers.forEach(constant -> complete.addInitializer(inline(constant)));
        } else {
            writeWeights(folder.resolve(WEIGHTS_FILE), complete);
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve(FILE))) {
            model(complete.build()).writeTo(out);
        }
    }

    /** The graph without its initializers: equal for equal networks, whatever their weights. */
    byte[] structure() {
        return model(graph).toByteArray();
    }

    /** The whole model in memory, its weights inline. */
    byte[] toBytes() {
        GraphProto.Builder complete = graph.toBuilder();
        initializers.forEach(constant -> complete.addInitializer(inline(constant)));
        return model(complete.build()).toByteArray();
    }

    private static ModelProto model(GraphProto graph) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("himar")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain(GraphRecorder.CONTRIBUTED)
                        .setVersion(CONTRIBUTED_SET))
                .setGraph(graph)
                .build();
    }

    private static TensorProto inline(OnnxConstant constant) {
        ByteString data = UnsafeByteOperations.unsafeWrap(constant.data());
        return header(constant).setRawData(data).build();
    }

    private void writeWeights(Path file, GraphProto.Builder complete) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long offset = 0;
            for (OnnxConstant constant : initializers) {
                if (constant.bytes() < PAGE) {
                    complete.addInitializer(inline(constant));
                    continue;
                }
                ByteBuffer data = constant.data();
                for (long position = offset; data.hasRemaining(); ) {
                    position += channel.write(data, position);
                }
                complete.addInitializer(header(constant)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(entry("location", WEIGHTS_FILE))
                        .addExternalData(entry("offset", Long.toString(offset)))
                        .addExternalData(entry("length", Long.toString(constant.bytes()))));
                offset = (offset + constant.bytes() + PAGE - 1) / PAGE * PAGE;
            }
        }
    }

    private static TensorProto.Builder header(OnnxConstant constant) {
        TensorProto.Builder header = TensorProto.newBuilder()
                .setName(constant.name())
                .setDataType(constant.type().onnx());
        for (long dimension : constant.shape()) {
            header.addDims(dimension);
        }
        return header;
    }

    private static StringStringEntryProto.Builder entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value);
    }
}
