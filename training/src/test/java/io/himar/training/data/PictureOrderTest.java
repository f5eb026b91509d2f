package io.himar.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PictureOrderTest {

    @Test
    void every_epoch_shows_each_picture_once_in_another_order() {
        EpochOrder order = new EpochOrder(3, 100);
        int[] first = order.at(0, 100);
        int[] second = order.at(100, 100);
        assertThat(Arrays.stream(first).sorted().toArray())
                .isEqualTo(IntStream.range(0, 100).toArray());
        assertThat(Arrays.stream(second).sorted().toArray())
                .isEqualTo(IntStream.range(0, 100).toArray());
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void a_position_shows_the_same_picture_whatever_was_asked_for_before() {
        int[] across = new EpochOrder(3, 10).at(7, 6);
        EpochOrder other = new EpochOrder(3, 10);
        assertThat(other.at(10, 3)).isEqualTo(Arrays.copyOfRange(across, 3, 6));
        assertThat(other.at(7, 3)).isEqualTo(Arrays.copyOfRange(across, 0, 3));
        assertThat(new EpochOrder(4, 10).at(7, 6)).isNotEqualTo(across);
    }

    @Test
    void batches_are_the_same_on_any_number_of_threads_and_from_any_batch_on() {
        NoisePictures pictures = new NoisePictures(40, 8, 2);
        try (PictureLoader one = new PictureLoader(pictures, 1, PictureOrderTest::request);
                PictureLoader many = new PictureLoader(pictures, 4, PictureOrderTest::request)) {
            float[] third = null;
            for (int batch = 0; batch < 4; batch++) {
                third = one.batch(batch);
            }
            assertThat(many.batch(3)).isEqualTo(third);
        }
    }

    @Test
    void a_mirrored_picture_is_reversed_along_its_rows() {
        NoisePictures pictures = new NoisePictures(2, 4, 2);
        float[] plain = new float[pictures.values()];
        pictures.read(1, plain, 0);
        try (PictureLoader loader =
                new PictureLoader(pictures, 1, k -> new PictureLoader.Request(new int[] {1}, new boolean[] {true}))) {
            float[] mirrored = loader.batch(0);
            for (int i = 0; i < plain.length; i++) {
                assertThat(mirrored[i / 4 * 4 + 3 - i % 4]).isEqualTo(plain[i]);
            }
        }
    }

    private static PictureLoader.Request request(long number) {
        int first = (int) number * 5;
        return new PictureLoader.Request(
                IntStream.range(first, first + 5).toArray(), new boolean[] {true, false, true, false, false});
    }
}
