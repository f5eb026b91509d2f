package io.himar.training.evaluation;

import io.himar.training.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/** What a classifier sees in a set of pictures, collected batch by batch. */
final class Judged {
    private final int expected;
    private final long[] asked;
    private final long[] named;
    private float[] features = new float[0];
    private int count;

    /** @param expected how many pictures there will be */
    Judged(int expected) {
        this.expected = expected;
        this.asked = new long[expected];
        this.named = new long[expected];
    }

    void add(Classifier classifier, Tensor pictures, long[] classes) {
        Tensor found = classifier.features(pictures);
        float[] values = Tensors.floats(found);
        if (count == 0) {
            features = new float[Math.multiplyExact(expected, (int) found.size(1))];
        }
        System.arraycopy(values, 0, features, count * (int) found.size(1), values.length);
        System.arraycopy(classifier.named(found), 0, named, count, classes.length);
        System.arraycopy(classes, 0, asked, count, classes.length);
        count += classes.length;
    }

    /** [n,F] */
    Tensor features() {
        return Tensors.of(Arrays.copyOf(features, width() * count), count, width());
    }

    private int width() {
        return features.length / expected;
    }

    /** How often pictures that should be of a class are named as each of the classes. */
    int[] namesOf(int id, int classes) {
        int[] names = new int[classes];
        for (int i = 0; i < count; i++) {
            if (asked[i] == id) {
                names[(int) named[i]]++;
            }
        }
        return names;
    }

    /** Which pictures the classifier names as the class that they should be of. */
    boolean[] agreeing() {
        boolean[] agreeing = new boolean[count];
        for (int i = 0; i < count; i++) {
            agreeing[i] = asked[i] == named[i];
        }
        return agreeing;
    }
}
