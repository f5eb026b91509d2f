package io.himar.training.evaluation;

import io.himar.training.data.PictureSet;
import io.himar.training.torch.Tensors;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
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

    /**
     * All pictures of a set.
     *
     * @param batch pictures judged together
     * @param through what pictures [B,3,H,W] go through before they are judged
     */
    static Judged of(Classifier classifier, PictureSet set, int batch, UnaryOperator<Tensor> through) {
        Judged judged = new Judged(set.size());
        for (int start = 0; start < set.size(); start += batch) {
            int first = start;
            long[] labels = new long[Math.min(batch, set.size() - start)];
            Arrays.setAll(labels, i -> set.label(first + i));
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                judged.add(classifier, through.apply(set.range(start, start + labels.length)), labels);
            }
        }
        return judged;
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
