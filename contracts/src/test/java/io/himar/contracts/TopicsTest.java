package io.himar.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.internals.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    /** Messages wait in these, and access lists name them: an installation that is told nothing keeps them. */
    @Test
    void without_a_prefix_the_names_are_those_of_old() {
        assertThat(Topics.DEFAULT.all())
                .containsExactly(
                        "himar.pivot-work",
                        "himar.refine-work",
                        "himar.condition-tokens",
                        "himar.image-events",
                        "himar.workers",
                        "himar.cancellations",
                        "himar.pivot-work.dlt",
                        "himar.refine-work.dlt",
                        "himar.image-events.dlt",
                        "himar.workers.dlt");
    }

    @Test
    void every_name_begins_with_the_prefix() {
        assertThat(new Topics("studio.himar-2").all())
                .hasSameSizeAs(Topics.DEFAULT.all())
                .allMatch(topic -> topic.startsWith("studio.himar-2."))
                .doesNotHaveDuplicates();
    }

    @Test
    void kafka_takes_every_name_of_the_longest_prefix() {
        assertThat(new Topics("a".repeat(100)).all()).allSatisfy(Topic::validate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "himar.", "-himar", "himar_", "media/himar", "himar 2", "h\u00edmar", "himar\n"})
    void a_prefix_that_kafka_or_people_would_stumble_over_is_refused(String prefix) {
        assertThat(Topics.isPrefix(prefix)).isFalse();
        assertThatThrownBy(() -> new Topics(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prefix of topics: " + prefix + " (expected: " + Topics.PREFIXES + ")");
    }

    @Test
    void a_longer_prefix_is_refused() {
        assertThat(Topics.isPrefix("a".repeat(101))).isFalse();
    }

    @Test
    void a_topic_has_one_of_the_same_use_in_another_installation() {
        assertThat(Topics.DEFAULT.counterpart("studio.himar-2.workers")).isEqualTo("himar.workers");
        assertThat(new Topics("b").counterpart("himar.pivot-work")).isEqualTo("b.pivot-work");
    }
}
