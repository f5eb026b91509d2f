package io.himar.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.jobs.Motif;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PictureDownloadsTest {
    @Test
    void a_name_is_made_of_label_seed_and_id() {
        assertThat(disposition("Golden  Retriever!", 1))
                .isEqualTo("inline; filename=\"golden-retriever-seed5-00000000.png\"");
    }

    @Test
    void labels_in_other_letters_keep_them_for_those_who_can_read_them() {
        assertThat(disposition("日本", 1)).contains("filename*=UTF-8''%E6%97%A5%E6%9C%AC-seed5-00000000.png");
    }

    @Test
    void labels_of_which_nothing_is_left_are_told_apart_by_the_class_and_the_image() {
        assertThat(disposition("***", 1)).isEqualTo("inline; filename=\"class3-seed5-00000000.png\"");
        assertThat(disposition("***", 0x1234567800000000L)).isEqualTo("inline; filename=\"class3-seed5-12345678.png\"");
    }

    @Test
    void a_label_cannot_end_the_header_or_name_a_folder() {
        assertThat(disposition("../a\"\r\nX: y", 1)).isEqualTo("inline; filename=\"a-x-y-seed5-00000000.png\"");
    }

    @Test
    void a_long_label_is_cut_between_characters() {
        assertThat(disposition("\uD835\uDD4F".repeat(100), 1)).contains("%F0%9D%95%8F-seed5");
    }

    private static String disposition(String label, long id) {
        NamedPicture picture = new NamedPicture(new Motif.OfClass(3, label), new UUID(id, 0), 5);
        return PictureDownloads.shown(picture, "").disposition();
    }
}
