package io.himar.reliability.point;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;

/**
 * A database on which the scheduler ends when it commits what it has done to images. Which of its loops it is, the name
 * of the thread tells.
 */
final class EndingDatabase {
    private static final String WRITES_IMAGES = "update himar.image i set";
    private static final String DISPATCH = "himar-dispatch";
    private static final String REPORTS = "himar-reports";

    private final FaultPoint point;

    EndingDatabase(FaultPoint point) {
        this.point = point;
    }

    DataSource around(DataSource database) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(database, method, arguments);
            return result instanceof Connection connection ? around(connection) : result;
        });
    }

    private Connection around(Connection connection) {
        boolean[] writesImages = {false};
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("prepareStatement")
                    && arguments[0].toString().startsWith(WRITES_IMAGES)) {
                writesImages[0] = true;
            }
            boolean commits = method.getName().equals("commit") && writesImages[0];
            if (commits) {
                passed(FaultPoint.DISPATCH_BEFORE_COMMIT, FaultPoint.REPORTS_BEFORE_COMMIT);
            }
            Object result = call(connection, method, arguments);
            if (commits) {
                passed(FaultPoint.DISPATCH_BEFORE_SENDING, FaultPoint.REPORTS_BEFORE_OFFSETS);
            }
            return result;
        });
    }

    private void passed(FaultPoint dispatching, FaultPoint reading) {
        String thread = Thread.currentThread().getName();
        if (thread.equals(DISPATCH)) {
            point.passed(dispatching);
        } else if (thread.equals(REPORTS)) {
            point.passed(reading);
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(EndingDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
