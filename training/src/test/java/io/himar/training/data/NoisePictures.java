package io.himar.training.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Pictures of noise, the same each time; picture i is of class i mod classes. */
public record NoisePictures(int size, int side, int classNumber) implements PictureSet {

    @Override
    public List<String> classes() {
        return IntStream.range(0, classNumber).mapToObj(Integer::toString).toList();
    }

    @Override
    public int label(int index) {
        return index % classNumber;
    }

    @Override
    public void read(int index, float[] target, int offset) {
        SplittableRandom random = new SplittableRandom(index);
        for (int i = 0; i < values(); i++) {
            target[offset + i] = (float) random.nextDouble(-1, 1);
        }
    }
}
