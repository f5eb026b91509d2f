package io.himar.standalone.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Ctrl-C and SIGTERM, heard before the JVM runs its shutdown hooks: those run all at once, and ONNX Runtime's takes the
 * graphs away while a suite that is being stopped still runs them. Called by reflection, as the compiler warns of
 * {@code sun.misc} although every JDK has it.
 */
final class StopSignals {
    /** By the signal, the exit status that shells expect. */
    private static final Map<String, Integer> STATUSES = Map.of("INT", 130, "TERM", 143);

    private StopSignals() {}

    /** Lets the signals stop something and then end the process. Where there are no signals, the hooks remain. */
    static void stop(AutoCloseable running) {
        STATUSES.forEach((name, status) -> {
            try {
                handle(name, () -> end(running, status));
            } catch (ReflectiveOperationException | IllegalArgumentException unknownHere) {
                // The shutdown hook stops it.
                return;
            }
        });
    }

    private static void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        InvocationHandler calls = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                new Thread(action, "suite-" + name).start();
                return null;
            }
            return method.invoke(action, arguments);
        };
        Object ours = Proxy.newProxyInstance(StopSignals.class.getClassLoader(), new Class<?>[] {handler}, calls);
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    }

    @SuppressWarnings("SystemExitOutsideMain")
    private static void end(AutoCloseable running, int status) {
        try {
            running.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        } finally {
            System.exit(status);
        }
    }
}
