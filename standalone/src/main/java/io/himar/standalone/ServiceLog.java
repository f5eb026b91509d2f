package io.himar.standalone;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.logging.LoggingSystem;

/** Where all parts of the suite log to: files of the data directory, so that the terminal stays with the person. */
final class ServiceLog {
    private ServiceLog() {}

    static void into(Path directory) {
        // Logging belongs to the JVM, not to one application context: the first of four to close would end it for all.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.putProperty("logs", directory.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(
                    Objects.requireNonNull(ServiceLog.class.getResource("suite-logback.xml"), "suite-logback.xml"));
        } catch (JoranException failure) {
            throw new SuiteException("The log in " + directory + " could not be opened.", failure);
        }
    }
}
