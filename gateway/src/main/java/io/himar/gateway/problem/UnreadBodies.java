package io.himar.gateway.problem;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses bodies that nothing reads: whoever writes {@code {"images": "waiting"}} to cancel some images must not cancel
 * all of them. An empty object says nothing, and many clients send one. A handler reads a body if it says which type it
 * consumes, or documents it.
 */
@Configuration(proxyBeanMethods = false)
class UnreadBodies implements WebMvcConfigurer, HandlerInterceptor {
    private static final Set<String> METHODS = Set.of("POST", "PUT", "DELETE");

    /** More than an empty object with some space around it has. */
    private static final int ENOUGH = 64;

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(this).addPathPatterns("/v1/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (handler instanceof HandlerMethod method && METHODS.contains(request.getMethod()) && !readsBody(method)) {
            byte[] begins = request.getInputStream().readNBytes(ENOUGH);
            if (begins.length == ENOUGH || !saysNothing(new String(begins, StandardCharsets.UTF_8))) {
                Problems.refuseIfAny(List.of(new FieldProblem("body", "is not read here (expected: none)")));
            }
        }
        return true;
    }

    private static boolean saysNothing(String body) {
        return body.isBlank() || body.replaceAll("\\s", "").equals("{}");
    }

    private static boolean readsBody(HandlerMethod method) {
        Operation documented = method.getMethodAnnotation(Operation.class);
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class);
        return (documented != null && documented.requestBody().content().length > 0)
                || (mapping != null && mapping.consumes().length > 0);
    }
}
