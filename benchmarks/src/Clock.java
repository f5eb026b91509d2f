import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Seconds of work: on the wall, or the processor's divided by threads, for a machine that others use, as that leaves
 * waiting out.
 */
record Clock(boolean cpu, int threads) {
    interface Work {
        void run() throws Exception;
    }

    /** As {@code -Dclock} and {@code -Dthreads} say. */
    static Clock chosen() {
        return new Clock(System.getProperty("clock", "wall").equals("cpu"), Integer.getInteger("threads", 2));
    }

    String name() {
        return cpu ? "cpu" : "wall";
    }

    double now() {
        if (!cpu) {
            return System.nanoTime() / 1e9;
        }
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9 / threads;
    }

    double seconds(Work work) throws Exception {
        double begin = now();
        work.run();
        return now() - begin;
    }
}
