package io.himar.storage.images;

import io.himar.contracts.Stage;
import io.himar.storage.sql.Transactions;
import java.util.EnumMap;
import java.util.Map;
import javax.sql.DataSource;

/** Reads the view {@code himar.stage_load}, which autoscalers may read themselves. */
public final class ModelSecondsReader {
    private static final String READ =
            "select stage, queued_seconds, running_seconds, coming_seconds from himar.stage_load";

    private final Transactions transactions;

    public ModelSecondsReader(DataSource database) {
        this.transactions = new Transactions(database);
    }

    /** What each stage has to do. */
    public Map<Stage, ModelSeconds> read() {
        record Row(Stage stage, ModelSeconds seconds) {}
        Map<Stage, ModelSeconds> seconds = new EnumMap<>(Stage.class);
        transactions
                .run(
                        "read the load of the stages",
                        sql -> sql.list(
                                READ,
                                row -> new Row(
                                        Stage.valueOf(row.getString("stage")),
                                        new ModelSeconds(
                                                row.getDouble("queued_seconds"),
                                                row.getDouble("running_seconds"),
                                                row.getDouble("coming_seconds")))))
                .forEach(row -> seconds.put(row.stage(), row.seconds()));
        return seconds;
    }
}
