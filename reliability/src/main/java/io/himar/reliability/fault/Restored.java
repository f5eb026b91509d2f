package io.himar.reliability.fault;

import io.himar.reliability.check.Onlooker;
import io.himar.reliability.client.Clients;
import io.himar.reliability.client.Clients.Manner;
import io.himar.reliability.client.Request;
import io.himar.reliability.process.Waiting;
import io.himar.reliability.suite.Backup;
import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.Service;
import io.himar.reliability.suite.Version;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A backup is made in mid-run, the services go on for a while, and then all of Postgres, object storage and Kafka is
 * lost. New ones, which are empty, get the backup, and services are started on them. Clients rest from the backup until
 * then: what they ask for meanwhile is not in it.
 */
public final class Restored extends TimedFault {
    /** The services go on for so long after the backup. */
    private static final Duration LONGER = Duration.ofSeconds(5);

    /** So many times all requests come at once, just before the backup. */
    private static final int BURST = 4;

    private static final int ENOUGH = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ProvedSuite suite;
    private final Clients clients;
    private final Onlooker onlooker;
    private Backup backup;
    private long unfinishedAtLoss;

    public Restored(ProvedSuite suite, Clients clients, Onlooker onlooker) {
        super("restore", LONGER);
        this.suite = suite;
        this.clients = clients;
        this.onlooker = onlooker;
    }

    @Override
    public void inject() throws Exception {
        for (int i = 0; i < BURST; i++) {
            Request.all().forEach(request -> clients.submit(request, Manner.REPEATED));
        }
        Waiting.require("few images were ever under way", PATIENCE, () -> onlooker.number(Backup.UNDER_WAY) >= ENOUGH);
        clients.rest();
        backup = Backup.of(suite.servers().direct());
    }

    @Override
    public void heal() throws Exception {
        unfinishedAtLoss = onlooker.number(Backup.UNDER_WAY);
        System.out.println(backup.underWay() + " images were under way at the backup, " + unfinishedAtLoss
                + " when all was lost; " + backup.objects().size() + " objects are in it");
        for (Service service : suite.services()) {
            int unused = suite.leave(service);
        }
        for (String server : List.of("kafka", "postgres", "objects")) {
            suite.servers().renew(server);
        }
        backup.restore(suite.servers().direct());
        onlooker.use(suite.servers().direct());
        suite.join("restored", Version.running());
        clients.use(suite.gateways());
        clients.goOn();
    }

    /** It shows little unless images were under way, and some of them were drawn after the backup. */
    @Override
    public Optional<String> missing() {
        return backup.underWay() > unfinishedAtLoss
                ? Optional.empty()
                : Optional.of(backup.underWay() + " images were under way at the backup, " + unfinishedAtLoss
                        + " when all was lost (expected: less)");
    }
}
