package io.himar.service;

import io.himar.service.settings.DeclaredSettings;
import io.himar.service.tracing.TracingSwitch;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * How a service starts, as a program of its own or beside the others in one JVM. Its configuration is {@code NAME.yml},
 * over the files that it shares with other services, over the defaults of the settings that it declares. Nothing is
 * called {@code application.yml}, of which one class path has only one.
 *
 * @param name of the service, for example {@code gateway}
 * @param application its configuration class
 * @param files names of the configuration files, the later ones over the earlier ones
 * @param renamed settings whose old names still work
 * @param retired settings that have no effect any more
 * @param prepared what else is done with the context before it starts, after the settings have their names
 * @param clock the service's time, which its parts can ask for
 */
public record ServiceLaunch(
        String name,
        Class<?> application,
        List<String> files,
        List<RenamedSetting> renamed,
        List<RetiredSetting> retired,
        List<ApplicationContextInitializer<ConfigurableApplicationContext>> prepared,
        Clock clock) {
    private static final String SHARED_BY_ALL = "service";

    public ServiceLaunch {
        files = List.copyOf(files);
        renamed = List.copyOf(renamed);
        retired = List.copyOf(retired);
        prepared = List.copyOf(prepared);
    }

    public static ServiceLaunch of(String name, Class<?> application) {
        return new ServiceLaunch(
                name, application, List.of(SHARED_BY_ALL, name), List.of(), List.of(), List.of(), Clock.systemUTC());
    }

    /** The same, with {@code file.yml} beneath the service's own configuration file. */
    public ServiceLaunch over(String file) {
        List<String> more = new ArrayList<>(files);
        more.add(more.size() - 1, file);
        return new ServiceLaunch(name, application, more, renamed, retired, prepared, clock);
    }

    /** The same, with settings that had another name once. */
    public ServiceLaunch renamed(RenamedSetting... settings) {
        return new ServiceLaunch(name, application, files, List.of(settings), retired, prepared, clock);
    }

    /** The same, with settings that have no effect any more. */
    public ServiceLaunch retired(RetiredSetting... settings) {
        return new ServiceLaunch(name, application, files, renamed, List.of(settings), prepared, clock);
    }

    /** The same, with something done to its context before it starts. */
    public ServiceLaunch prepared(ApplicationContextInitializer<ConfigurableApplicationContext> step) {
        return new ServiceLaunch(name, application, files, renamed, retired, List.of(step), clock);
    }

    /** The same with another clock, which tests move. */
    public ServiceLaunch at(Clock other) {
        return new ServiceLaunch(name, application, files, renamed, retired, prepared, other);
    }

    /**
     * Starts the service and returns once it runs. What goes wrong is told in the log in a sentence.
     *
     * @param arguments properties as {@code --name=value}
     * @return the running service; closing it stops it
     */
    public ConfigurableApplicationContext start(String... arguments) {
        Map<String, Object> defaults = new HashMap<>(DeclaredSettings.defaults(application));
        defaults.putAll(TracingSwitch.OFF);
        defaults.put("spring.config.name", String.join(",", files));
        defaults.put("spring.application.name", name);
        SpringApplication starting = new SpringApplication(application);
        starting.setDefaultProperties(defaults);
        starting.addInitializers(
                // Spring has just set up the logging anew.
                context -> RepeatedWarnings.leaveOut(),
                new LiteralSecrets(DeclaredSettings.of(application)),
                new RenamedSettings(renamed),
                new RetiredSettings(retired),
                new TracingSwitch(),
                context -> ((GenericApplicationContext) context).registerBean(Clock.class, () -> clock));
        prepared.forEach(starting::addInitializers);
        return starting.run(arguments);
    }
}
