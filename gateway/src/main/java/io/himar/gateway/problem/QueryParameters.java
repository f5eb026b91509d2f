package io.himar.gateway.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Refuses query parameters that nothing reads: a misspelt one would silently mean its default. */
@Configuration(proxyBeanMethods = false)
class QueryParameters implements WebMvcConfigurer, HandlerInterceptor {
    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(this).addPathPatterns("/v1/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            List<String> known = known(method);
            List<FieldProblem> unknown = new TreeSet<>(request.getParameterMap().keySet())
                    .stream()
                            .filter(name -> !known.contains(name))
                            .map(name -> unknown(name, known))
                            .toList();
            if (!unknown.isEmpty()) {
                throw Problems.invalid(unknown);
            }
        }
        return true;
    }

    private static List<String> known(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                .map(QueryParameters::name)
                .sorted()
                .toList();
    }

    private static String name(MethodParameter parameter) {
        String chosen = parameter.getParameterAnnotation(RequestParam.class).name();
        return chosen.isEmpty() ? parameter.getParameter().getName() : chosen;
    }

    private static FieldProblem unknown(String name, List<String> known) {
        String expected = known.isEmpty() ? "none" : "one of " + String.join(", ", known);
        return new FieldProblem(name, "is not a known query parameter (expected: " + expected + ")");
    }
}
