package io.himar.gateway.problem;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.enums.ParameterStyle;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses query parameters that nothing reads: a misspelt one would silently mean its default. A handler reads those
 * that it declares, and those that it documents.
 */
@Configuration(proxyBeanMethods = false)
class QueryParameters implements WebMvcConfigurer, HandlerInterceptor {
    /** The name of one value of an object, such as {@code metadata[user]}. */
    private static final Pattern OBJECT = Pattern.compile("(?s)\\[.+]$");

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
                            .filter(name -> !isKnown(name, known))
                            .map(name -> unknown(name, known))
                            .toList();
            Problems.refuseIfAny(unknown);
        }
        return true;
    }

    private static List<String> known(HandlerMethod method) {
        Stream<String> declared = Arrays.stream(method.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                .map(QueryParameters::name);
        Stream<String> documented =
                MergedAnnotations.from(method.getMethod(), MergedAnnotations.SearchStrategy.TYPE_HIERARCHY).stream(
                                Parameter.class)
                        .map(MergedAnnotation::synthesize)
                        .filter(parameter -> parameter.in() == ParameterIn.QUERY)
                        .map(parameter ->
                                parameter.name() + (parameter.style() == ParameterStyle.DEEPOBJECT ? "[]" : ""));
        return Stream.concat(declared, documented).sorted().toList();
    }

    private static boolean isKnown(String name, List<String> known) {
        return !name.endsWith("[]") && known.contains(OBJECT.matcher(name).replaceFirst("[]"));
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
