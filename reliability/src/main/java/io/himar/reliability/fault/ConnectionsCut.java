package io.himar.reliability.fault;

import io.himar.reliability.check.Onlooker;
import java.time.Duration;
import java.util.Optional;

/** Every connection to Postgres is cut by Postgres, three times in a row. */
final class ConnectionsCut extends TimedFault {
    private static final int TIMES = 3;
    private static final String CUT = """
            select count(*) from (select pg_terminate_backend(pid) cut from pg_stat_activity
              where backend_type = 'client backend' and pid <> pg_backend_pid()) all_cut where cut""";

    private final Onlooker onlooker;
    private long cut;

    ConnectionsCut(String name, Onlooker onlooker) {
        super(name, Duration.ZERO);
        this.onlooker = onlooker;
    }

    @Override
    public void inject() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            cut += onlooker.number(CUT);
            Thread.sleep(300);
        }
    }

    @Override
    public void heal() {
        // Whoever needs a connection makes one.
    }

    @Override
    public Optional<String> missing() {
        return cut > 0 ? Optional.empty() : Optional.of("no connection was there to be cut");
    }
}
