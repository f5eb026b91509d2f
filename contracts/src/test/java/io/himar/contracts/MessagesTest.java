package io.himar.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final StageSettings SETTINGS = StageSettings.newBuilder()
            .setSteps(4)
            .setGuidance(2.5f)
            .setGuidanceSchedule(GuidanceSchedule.LINEAR)
            .setSampler(Sampler.DDPM)
            .setDenoisingSteps(25)
            .setTemperature(1)
            .build();
    private static final ImageLease LEASE = ImageLease.newBuilder()
            .setImageId("0a1b2c3d-0000-4000-8000-000000000001")
            .setJobId("0a1b2c3d-0000-4000-8000-000000000002")
            .setAttempt(1)
            .setEpoch(1)
            .setDeadline(Timestamp.newBuilder().setSeconds(1))
            .build();
    private static final PivotTask TASK = PivotTask.newBuilder()
            .setLease(LEASE)
            .setModel("digits")
            .setClassId(7)
            .setSeed(-3)
            .setPivot(SETTINGS)
            .setRefine(SETTINGS)
            .build();

    @Test
    void a_task_survives_the_way_through_kafka() {
        try (ProtobufSerializer<PivotTask> serializer = new ProtobufSerializer<>();
                ProtobufDeserializer<PivotTask> deserializer = new ProtobufDeserializer<>()) {
            deserializer.configure(Map.of(ProtobufDeserializer.TYPE, PivotTask.class.getName()), false);
            byte[] bytes = serializer.serialize(Topics.DEFAULT.pivotWork(), TASK);
            assertThat(deserializer.deserialize(Topics.DEFAULT.pivotWork(), bytes))
                    .isEqualTo(TASK);
        }
    }

    @Test
    void bytes_that_are_no_message_are_refused() {
        try (ProtobufDeserializer<ImageEvent> deserializer = new ProtobufDeserializer<>(ImageEvent.parser())) {
            byte[] noise = "not a message".getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> deserializer.deserialize(Topics.DEFAULT.imageEvents(), noise))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining(Topics.DEFAULT.imageEvents());
        }
    }

    @Test
    void a_deserializer_without_a_message_class_says_so() {
        try (ProtobufDeserializer<PivotTask> deserializer = new ProtobufDeserializer<>()) {
            assertThatThrownBy(() -> deserializer.configure(Map.of(), false))
                    .hasMessageContaining(ProtobufDeserializer.TYPE);
        }
    }

    @Test
    void a_broken_field_is_named_with_its_path() {
        PivotTask.Builder task = TASK.toBuilder();
        task.getLeaseBuilder().setImageId("7");
        assertInvalid(task.build(), "lease.image_id");
        assertInvalid(TASK.toBuilder().setModel("../etc").build(), "model");
        assertInvalid(TASK.toBuilder().clearRefine().build(), "refine");
        assertInvalid(
                TASK.toBuilder()
                        .setPivot(SETTINGS.toBuilder().setGuidance(Float.NaN))
                        .build(),
                "pivot.guidance");
        assertInvalid(
                TASK.toBuilder()
                        .setPivot(SETTINGS.toBuilder().setSamplerValue(0))
                        .build(),
                "pivot.sampler");
    }

    @Test
    void a_name_of_a_newer_version_is_no_breach() {
        PivotTask newer = TASK.toBuilder()
                .setPivot(SETTINGS.toBuilder().setSamplerValue(99).setGuidanceScheduleValue(99))
                .build();
        assertThat(Messages.requireValid(newer)).isSameAs(newer);
    }

    @Test
    void condition_tokens_must_have_as_many_bytes_as_their_shape_says() {
        ConditionTokens tokens = ConditionTokens.newBuilder()
                .setTask(TASK)
                .setTokens(2)
                .setWidth(3)
                .setValues(ByteString.copyFrom(new byte[11]))
                .build();
        assertInvalid(tokens, "values");
        ConditionTokens whole =
                tokens.toBuilder().setValues(ByteString.copyFrom(new byte[12])).build();
        assertThat(Messages.requireValid(whole)).isSameAs(whole);
    }

    @Test
    void an_event_must_say_what_happened() {
        ImageEvent event = ImageEvent.newBuilder()
                .setLease(LEASE)
                .setAt(Timestamp.getDefaultInstance())
                .setWorker("pivot-1")
                .build();
        StageProgress beyond = StageProgress.newBuilder()
                .setStage(Stage.PIVOT)
                .setStep(5)
                .setSteps(4)
                .build();
        StageFailed unprintable = StageFailed.newBuilder()
                .setStage(Stage.REFINE)
                .setCode("x")
                .setMessage("\0")
                .build();
        assertInvalid(event.toBuilder().setStageFailed(unprintable).build(), "stage_failed.message");
        assertInvalid(event, "event");
        assertInvalid(event.toBuilder().setStageProgress(beyond).build(), "stage_progress.step");
    }

    @Test
    void an_event_names_no_object_of_another_image() {
        ImageEvent.Builder event = ImageEvent.newBuilder()
                .setLease(LEASE)
                .setAt(Timestamp.getDefaultInstance())
                .setWorker("refine-1");
        String own = LEASE.getJobId() + "/" + LEASE.getImageId() + "/1-1.png";
        ImageCompleted completed = ImageCompleted.newBuilder()
                .setWidth(1)
                .setHeight(1)
                .setBytes(1)
                .setResultKey("results/" + own)
                .build();
        ImageEvent good = event.setImageCompleted(completed).build();
        assertThat(Messages.requireValid(good)).isSameAs(good);
        for (String other : List.of(
                "results/" + LEASE.getJobId() + "/3f2b6a5e-0000-4000-8000-000000000000/1-1.png",
                "pivots/" + own,
                "results/" + LEASE.getJobId() + "/" + LEASE.getImageId() + "/../1-1.png",
                "/results/" + own)) {
            assertInvalid(
                    event.setImageCompleted(completed.toBuilder().setResultKey(other))
                            .build(),
                    "image_completed.result_key");
        }
        assertInvalid(
                event.setPivotCompleted(PivotCompleted.newBuilder().setPreviewKey("results/" + own))
                        .build(),
                "pivot_completed.preview_key");
        assertInvalid(
                event.setStageFailed(StageFailed.newBuilder()
                                .setStage(Stage.PIVOT)
                                .setCode("x")
                                .setPartialKey("pivots/" + own))
                        .build(),
                "stage_failed.partial_key");
    }

    private static void assertInvalid(Message message, String field) {
        assertThatThrownBy(() -> Messages.requireValid(message))
                .isInstanceOfSatisfying(
                        InvalidMessageException.class,
                        e -> assertThat(e.field()).isEqualTo(field));
    }
}
