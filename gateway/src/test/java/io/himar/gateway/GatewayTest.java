package io.himar.gateway;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A test of the whole gateway over HTTP; its constructor may ask for the {@link RunningGateway}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GatewayTest.Started.class)
public @interface GatewayTest {
    /** Starts the gateway for the first test that wants it; it closes at the end of the run. */
    final class Started implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningGateway.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(RunningGateway.class))
                    .computeIfAbsent(RunningGateway.class, key -> started());
        }

        private static RunningGateway started() {
            try {
                return new RunningGateway();
            } catch (Exception e) {
                throw new ParameterResolutionException("the gateway does not start", e);
            }
        }
    }
}
