package io.himar.gateway.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Where the page's files are, and what browsers are told about them: they load nothing from elsewhere, except pictures.
 */
@Configuration(proxyBeanMethods = false)
class PageHeaders implements WebMvcConfigurer, HandlerInterceptor {
    // Pictures come from the object storage by signed URL, whose host is not ours.
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' data: http: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /** In a folder of their own, so that a proxy can publish the page without naming each file. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry resources) {
        resources
                .addResourceHandler("/page/*.css", "/page/*.js", "/page/*.svg")
                .addResourceLocations("classpath:/io/himar/gateway/page/");
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors
                .addInterceptor(this)
                .addPathPatterns("/", "/*.html", "/*.css", "/*.js", "/*.svg", "/page/**", "/problems", "/problems/*");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        // Asked for again each time, so that files of two versions never meet in one browser.
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        return true;
    }
}
