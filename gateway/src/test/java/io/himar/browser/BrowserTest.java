package io.himar.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A test in a real browser, where the machine has one; its constructor may ask for the {@link Browser}. */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BrowserTest.Started.class)
public @interface BrowserTest {
    /** Starts the browser for the first test that wants it; it closes at the end of the run. */
    final class Started implements ParameterResolver, ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Browser.installed().isPresent()
                    ? ConditionEvaluationResult.enabled("a browser is here")
                    : ConditionEvaluationResult.disabled("no Chromium is on the PATH");
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Browser.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Browser.class))
                    .computeIfAbsent(Browser.class, key -> started());
        }

        private static Browser started() {
            try {
                return Browser.start();
            } catch (Exception e) {
                throw new ParameterResolutionException("the browser does not start", e);
            }
        }
    }
}
