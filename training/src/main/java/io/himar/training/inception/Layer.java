package io.himar.training.inception;

import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A part of the network, which maps [B,C,h,w] to as many pictures of other channels and sides. */
sealed interface Layer permits Convolution, Pooling, Layer.Sequence, Layer.Branches {

    Tensor apply(Tensor x, InceptionWeights weights);

    /** The parts of it that have weights. */
    Stream<Convolution> convolutions();

    static Layer sequence(Layer... layers) {
        return new Sequence(List.of(layers));
    }

    static Layer branches(Layer... layers) {
        return new Branches(List.of(layers));
    }

    /** Runs layers one after another. */
    record Sequence(List<Layer> layers) implements Layer {
        @Override
        public Tensor apply(Tensor x, InceptionWeights weights) {
            Tensor state = x;
            for (Layer layer : layers) {
                state = layer.apply(state, weights);
            }
            return state;
        }

        @Override
        public Stream<Convolution> convolutions() {
            return layers.stream().flatMap(Layer::convolutions);
        }
    }

    /** Runs layers on the same pictures, and joins their channels. */
    record Branches(List<Layer> layers) implements Layer {
        @Override
        public Tensor apply(Tensor x, InceptionWeights weights) {
            TensorVector outputs = new TensorVector();
            for (Layer layer : layers) {
                outputs.push_back(layer.apply(x, weights));
            }
            return torch.cat(outputs, 1);
        }

        @Override
        public Stream<Convolution> convolutions() {
            return layers.stream().flatMap(Layer::convolutions);
        }
    }
}
