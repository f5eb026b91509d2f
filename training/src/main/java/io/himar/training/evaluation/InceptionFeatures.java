package io.himar.training.evaluation;

import io.himar.training.inception.InceptionNetwork;
import io.himar.training.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/** What Inception sees in a set of pictures, collected batch by batch. */
final class InceptionFeatures {
    private final InceptionNetwork network;
    private final float[] features;
    private final float[] logits;
    private int count;

    /** @param expected how many pictures there will be */
    InceptionFeatures(InceptionNetwork network, int expected) {
        this.network = network;
        this.features = new float[Math.multiplyExact(expected, InceptionNetwork.FEATURES)];
        this.logits = new float[Math.multiplyExact(expected, InceptionNetwork.CLASSES)];
    }

    /** @param pictures RGB in [-1,1], [B,3,h,w] */
    void add(Tensor pictures) {
        InceptionNetwork.Seen seen = network.look(pictures);
        System.arraycopy(seen.features(), 0, features, count * InceptionNetwork.FEATURES, seen.features().length);
        System.arraycopy(seen.logits(), 0, logits, count * InceptionNetwork.CLASSES, seen.logits().length);
        count += Math.toIntExact(pictures.size(0));
    }

    int count() {
        return count;
    }

    /** [n,F] */
    Tensor features() {
        int values = count * InceptionNetwork.FEATURES;
        float[] own = values == features.length ? features : Arrays.copyOf(features, values);
        return Tensors.of(own, count, InceptionNetwork.FEATURES);
    }

    float[] logits() {
        return Arrays.copyOf(logits, count * InceptionNetwork.CLASSES);
    }
}
