package io.himar.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmojiSetTest {
    private static final String INDEX = """
            [
              {"category": "Smileys & Emotion", "subcategory": "face-smiling", "image": "1f600.png",
               "has_img_google": true, "has_img_twitter": true},
              {"category": "People & Body", "subcategory": "sky & hands", "image": "270b.png",
               "has_img_google": true, "has_img_twitter": false,
               "skin_variations": {"1F3FB": {"image": "270b-1f3fb.png", "has_img_google": true, "has_img_twitter": true}}},
              {"category": "Component", "subcategory": "skin-tone", "image": "1f3fb.png",
               "has_img_google": true, "has_img_twitter": true}
            ]
            """;

    private static final int ALL = Integer.MAX_VALUE;

    @TempDir
    private Path directory;

    @Test
    void the_sub_groups_become_class_folders_with_the_pictures_that_a_vendor_has() throws Exception {
        EmojiSet emoji = of(EmojiSet.Vendor.GOOGLE, EmojiSet.Vendor.TWITTER);
        Path set = directory.resolve("set");
        assertThat(emoji.write(set, 1, ALL, Set.of())).containsOnlyKeys("face-smiling", "sky-hands");
        assertThat(set.resolve("face-smiling/1f600-google.png")).exists();
        assertThat(set.resolve("face-smiling/1f600-twitter.png")).exists();
        assertThat(set.resolve("sky-hands/270b-google.png")).exists();
        assertThat(set.resolve("sky-hands/270b-twitter.png")).doesNotExist();
        assertThat(set.resolve("sky-hands/270b-1f3fb-twitter.png")).exists();
        assertThat(Files.readString(set.resolve("LICENCES.txt")))
                .contains("emoji-datasource-google 1.2.3", "Apache License 2.0", "CC BY 4.0");
    }

    @Test
    void names_and_keywords_become_captions_of_the_pictures_that_have_some() throws Exception {
        EmojiCaptions captions = new EmojiCaptions();
        captions.add(names("annotations", """
                {"annotations": {"annotations": {
                  "😀": {"tts": ["grinning face"], "default": ["face", "grin", "happy", "joy", "smile", "teeth"]},
                  "✋️": {"default": ["hand"]}
                }}}"""));
        captions.add(names("annotationsDerived", """
                {"annotationsDerived": {"annotations": {"✋🏻": {"tts": ["raised hand: light skin tone"]}}}}"""));
        Path set = directory.resolve("set");
        List<Integer> told = new ArrayList<>();
        of(EmojiSet.Vendor.GOOGLE, EmojiSet.Vendor.TWITTER).write(set, 1, ALL, Set.of(), captions, told::add);
        assertThat(told).containsExactly(4);
        assertThat(set.resolve("metadata.jsonl"))
                .content()
                .contains(
                        "{\"file_name\":\"face-smiling/1f600-google.png\",\"text\":\"grinning face, happy, joy, smile\"}")
                .contains(
                        "{\"file_name\":\"sky-hands/270b-1f3fb-twitter.png\",\"text\":\"raised hand: light skin tone\"}")
                .doesNotContain("270b-google");
        assertThat(CaptionedFolder.isOne(set)).isTrue();
        assertThat(PictureSets.classes(set)).as("still").containsExactly("face-smiling", "sky-hands");
    }

    private Path names(String part, String json) throws Exception {
        Path cldr = directory.resolve("cldr-" + part);
        Path file = Files.createDirectories(cldr.resolve(part).resolve("en")).resolve("annotations.json");
        Files.writeString(file, json);
        return cldr;
    }

    @Test
    void a_folder_without_names_is_told() {
        assertThatThrownBy(() -> new EmojiCaptions().add(directory))
                .hasMessageStartingWith(directory + " is not the unpacked npm package cldr-annotations-full or");
    }

    @Test
    void small_classes_are_left_out() throws Exception {
        EmojiSet emoji = of(EmojiSet.Vendor.GOOGLE);
        assertThat(emoji.write(directory.resolve("set"), 2, ALL, Set.of())).containsOnlyKeys("sky-hands");
    }

    @Test
    void of_a_large_class_so_many_are_kept_from_all_over_it() throws Exception {
        EmojiSet emoji = of(EmojiSet.Vendor.GOOGLE, EmojiSet.Vendor.TWITTER);
        Path set = directory.resolve("set");
        assertThat(emoji.write(set, 1, 2, Set.of()))
                .containsOnly(Map.entry("face-smiling", 2), Map.entry("sky-hands", 2));
        assertThat(set.resolve("sky-hands/270b-1f3fb-google.png")).exists();
        assertThat(set.resolve("sky-hands/270b-1f3fb-twitter.png")).doesNotExist();
        assertThat(set.resolve("sky-hands/270b-google.png")).exists();
    }

    @Test
    void chosen_classes_alone_are_written_and_one_that_is_not_there_is_an_error() throws Exception {
        EmojiSet emoji = of(EmojiSet.Vendor.GOOGLE);
        assertThat(emoji.write(directory.resolve("set"), 1, ALL, Set.of("face-smiling")))
                .containsOnlyKeys("face-smiling");
        assertThatThrownBy(() -> emoji.write(directory.resolve("other"), 1, ALL, Set.of("face-frowning")))
                .hasMessage("there is no class face-frowning (expected: one of face-smiling, sky-hands)");
        assertThatThrownBy(() -> emoji.write(directory.resolve("other"), 2, ALL, Set.of("face-smiling")))
                .hasMessage("the class face-smiling has 1 pictures (expected: at least 2)");
        assertThat(directory.resolve("other")).doesNotExist();
    }

    @Test
    void what_a_run_that_was_broken_off_has_left_does_not_get_into_the_set() throws Exception {
        Path left = Files.createDirectories(directory.resolve("set.tmp/sky-hands"));
        Files.writeString(left.resolve("old.png"), "of another choice");
        assertThat(of(EmojiSet.Vendor.GOOGLE).write(directory.resolve("set"), 1, ALL, Set.of("face-smiling")))
                .containsOnlyKeys("face-smiling");
        assertThat(directory.resolve("set/sky-hands")).doesNotExist();
        assertThat(directory.resolve("set.tmp")).doesNotExist();
    }

    @Test
    void a_folder_that_is_no_such_package_is_an_error() {
        assertThatThrownBy(() -> new EmojiSet().add(EmojiSet.Vendor.TWITTER, directory))
                .hasMessage(directory + " is not the unpacked npm package emoji-datasource-twitter"
                        + " (expected: emoji.json and img/twitter/64)");
    }

    private EmojiSet of(EmojiSet.Vendor... vendors) throws Exception {
        EmojiSet emoji = new EmojiSet();
        for (EmojiSet.Vendor vendor : vendors) {
            emoji.add(vendor, vendorPackage(vendor.name().toLowerCase(Locale.ROOT)));
        }
        return emoji;
    }

    private Path vendorPackage(String vendor) throws Exception {
        Path folder = directory.resolve(vendor);
        Path pictures = Files.createDirectories(folder.resolve("img/" + vendor + "/64"));
        for (String picture : new String[] {"1f600.png", "270b.png", "270b-1f3fb.png", "1f3fb.png"}) {
            Files.writeString(pictures.resolve(picture), vendor);
        }
        Files.writeString(folder.resolve("emoji.json"), INDEX);
        Files.writeString(folder.resolve("package.json"), "{\"version\": \"1.2.3\"}");
        return folder;
    }
}
