package io.himar.storage.jobs;

import com.google.protobuf.Descriptors;
import io.himar.contracts.GuidanceSchedule;
import io.himar.contracts.ImageState;
import io.himar.contracts.Sampler;
import io.himar.contracts.SamplerNames;
import io.himar.contracts.StageSettings;
import io.himar.contracts.TokenOrder;
import io.himar.storage.sql.Columns;
import io.himar.storage.sql.Sql;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** How rows become records, also those of a version that knows more names. */
public final class Rows {
    /** What {@link #motif} needs. */
    public static final Columns MOTIF = Columns.of("class_id", "label", "prompt");

    /** What {@link #settings} needs, of both stages. */
    public static final Columns SETTINGS = settings("pivot_").and(settings("refine_"));

    static final Columns JOB = Columns.of("id", "tenant", "created_at", "model", "base_seed", "priority")
            .and("draft", "pivots_kept_seconds", "start_by", "finish_by", "started_at", "cancel_requested_at")
            .and(MOTIF)
            .and(SETTINGS);

    /** Of an image and of a change, too. */
    private static final Columns ATTEMPT = Columns.of("state", "attempt", "epoch", "error_code", "error_message");

    static final Columns IMAGE = Columns.of("id", "job_id", "image_index", "seed", "source_pivot", "finished_at")
            .and(ATTEMPT)
            .and("progress_step", "progress_steps", "preview_key", "pivot_key", "pivot_expires_at")
            .and("result_key", "width", "height", "bytes");

    /** Beside those of its image. */
    static final Columns CHANGE = Columns.of("id", "job_id", "image_id", "at").and(ATTEMPT);

    private Rows() {}

    static Job job(ResultSet row, List<Image> images) throws SQLException {
        return new Job(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                Sql.instant(row, "created_at"),
                row.getString("model"),
                motif(row),
                row.getLong("base_seed"),
                new PivotPolicy(row.getBoolean("draft"), seconds(row, "pivots_kept_seconds")),
                settings(row, "pivot_"),
                settings(row, "refine_"),
                new Deadlines(
                        Optional.ofNullable(Sql.instant(row, "start_by")),
                        Optional.ofNullable(Sql.instant(row, "finish_by"))),
                Priority.of(row.getInt("priority")),
                metadata(row),
                Optional.ofNullable(Sql.instant(row, "started_at")),
                Optional.ofNullable(Sql.instant(row, "cancel_requested_at")),
                images);
    }

    /** What is shown, from the columns class_id, label and prompt. */
    public static Motif motif(ResultSet row) throws SQLException {
        String prompt = row.getString("prompt");
        return prompt == null
                ? new Motif.OfClass(row.getInt("class_id"), row.getString("label"))
                : new Motif.OfText(prompt);
    }

    private static Columns settings(String prefix) {
        return new Columns(Stream.of(
                        "steps",
                        "guidance",
                        "guidance_schedule",
                        "sampler",
                        "denoising_steps",
                        "temperature",
                        "last_denoising_steps",
                        "unguided_below",
                        "token_order",
                        "guidance_refresh")
                .map(prefix::concat)
                .toList());
    }

    private static Optional<Duration> seconds(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Long.class)).map(Duration::ofSeconds);
    }

    private static Map<String, String> metadata(ResultSet row) throws SQLException {
        Map<String, String> metadata = new TreeMap<>();
        Array pairs = row.getArray("metadata_pairs");
        if (pairs != null) {
            for (String[] pair : (String[][]) pairs.getArray()) {
                metadata.put(pair[0], pair[1]);
            }
        }
        return metadata;
    }

    static Image image(ResultSet row) throws SQLException {
        return new Image(
                row.getObject("id", UUID.class),
                row.getInt("image_index"),
                row.getLong("seed"),
                imageState(row),
                row.getInt("attempt"),
                row.getLong("epoch"),
                progress(row),
                Optional.ofNullable(row.getString("preview_key")),
                keptUntil(row),
                Optional.ofNullable(row.getObject("source_pivot", UUID.class)),
                result(row),
                failure(row),
                Optional.ofNullable(Sql.instant(row, "finished_at")));
    }

    private static Optional<Instant> keptUntil(ResultSet row) throws SQLException {
        return row.getString("pivot_key") == null
                ? Optional.empty()
                : Optional.ofNullable(Sql.instant(row, "pivot_expires_at"));
    }

    static ImageChange change(ResultSet row) throws SQLException {
        return new ImageChange(
                row.getLong("id"),
                row.getObject("job_id", UUID.class),
                row.getObject("image_id", UUID.class),
                row.getInt("image_index"),
                Sql.instant(row, "at"),
                state(row),
                row.getInt("attempt"),
                row.getLong("epoch"),
                row.getObject("source_pivot") != null,
                failure(row));
    }

    /** A change whose columns have a prefix, beside those of its image. */
    static ImageChange change(ResultSet row, String prefix, Image image) throws SQLException {
        String code = row.getString(prefix + "error_code");
        return new ImageChange(
                row.getLong(prefix + "id"),
                row.getObject("job_id", UUID.class),
                image.id(),
                image.index(),
                Sql.instant(row, prefix + "at"),
                state(row.getString(prefix + "state")),
                row.getInt(prefix + "attempt"),
                row.getLong(prefix + "epoch"),
                image.sourcePivot().isPresent(),
                code == null
                        ? Optional.empty()
                        : Optional.of(new Failure(code, row.getString(prefix + "error_message"))));
    }

    public static StageSettings settings(ResultSet row, String prefix) throws SQLException {
        return StageSettings.newBuilder()
                .setSteps(row.getInt(prefix + "steps"))
                .setGuidance(row.getFloat(prefix + "guidance"))
                .setGuidanceScheduleValue(
                        number(GuidanceSchedule.getDescriptor(), row.getString(prefix + "guidance_schedule")))
                .setSamplerValue(
                        number(Sampler.getDescriptor(), SamplerNames.sampler(row.getString(prefix + "sampler"))))
                .setDenoisingSteps(row.getInt(prefix + "denoising_steps"))
                .setTemperature(row.getFloat(prefix + "temperature"))
                // Missing, and so 0, of jobs of versions that left nothing out.
                .setLastDenoisingSteps(row.getInt(prefix + "last_denoising_steps"))
                .setUnguidedBelow(row.getFloat(prefix + "unguided_below"))
                .setOrderValue(order(row.getString(prefix + "token_order")))
                .setGuidanceRefresh(row.getInt(prefix + "guidance_refresh"))
                .build();
    }

    private static int order(String name) {
        return name == null ? TokenOrder.TOKEN_ORDER_UNSPECIFIED_VALUE : number(TokenOrder.getDescriptor(), name);
    }

    /** A name that only a newer version knows becomes a number that none has, which reads as UNRECOGNIZED. */
    private static int number(Descriptors.EnumDescriptor names, String name) {
        Descriptors.EnumValueDescriptor value = names.findValueByName(name);
        return value == null ? -1 : value.getNumber();
    }

    /** The state of an image's row. One that only a newer version knows counts as failed if the image has finished. */
    public static ImageState imageState(ResultSet row) throws SQLException {
        ImageState state = state(row);
        return Sql.instant(row, "finished_at") == null || state.terminal() ? state : ImageState.FAILED;
    }

    /** A state that only a newer version knows counts as one in which the image is under way. */
    private static ImageState state(ResultSet row) throws SQLException {
        return state(row.getString("state"));
    }

    private static ImageState state(String name) {
        return Arrays.stream(ImageState.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(ImageState.REFINING);
    }

    public static KeptPivot pivot(ResultSet row) throws SQLException {
        return new KeptPivot(
                Optional.ofNullable(row.getString("preview_key")),
                Optional.ofNullable(row.getString("pivot_key")),
                Optional.ofNullable(row.getString("tokens_at")).map(TokensAt::parse));
    }

    public static Optional<Image.Progress> progress(ResultSet row) throws SQLException {
        int steps = row.getInt("progress_steps");
        return steps == 0 ? Optional.empty() : Optional.of(new Image.Progress(row.getInt("progress_step"), steps));
    }

    public static Optional<ImageResult> result(ResultSet row) throws SQLException {
        String key = row.getString("result_key");
        return key == null
                ? Optional.empty()
                : Optional.of(new ImageResult(key, row.getInt("width"), row.getInt("height"), row.getLong("bytes")));
    }

    public static Optional<Failure> failure(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null ? Optional.empty() : Optional.of(new Failure(code, row.getString("error_message")));
    }
}
