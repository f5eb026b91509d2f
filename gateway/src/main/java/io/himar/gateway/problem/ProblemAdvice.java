package io.himar.gateway.problem;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.UUID;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Turns every exception of a request into a problem document; what nobody foresaw is logged once, under a reference.
 */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler(Exception.class)
    ResponseEntity<Object> unforeseen(Exception exception, WebRequest request) {
        if (DisconnectedClientHelper.isClientDisconnectedException(exception)) {
            return null; // Nobody is there to be told.
        }
        return isDatabaseAway(exception) ? databaseAway(exception, request) : internalError(exception, request);
    }

    @ExceptionHandler(InvalidParameterException.class)
    ResponseEntity<Object> malformedQuery(InvalidParameterException exception, WebRequest request) {
        ProblemDetail problem = Problems.invalid(
                        "query", "cannot be decoded (expected: names and values with complete escapes such as %20)")
                .getBody();
        return handleExceptionInternal(exception, problem, new HttpHeaders(), HttpStatus.BAD_REQUEST, request);
    }

    @Override
    protected ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail problem = Problems.notFound(
                        "There is nothing at this address; /v3/api-docs describes those of the interface.")
                .getBody();
        return handleExceptionInternal(exception, problem, headers, status, request);
    }

    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception exception, Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ResponseEntity<Object> response = super.handleExceptionInternal(exception, body, headers, status, request);
        if (response == null) { // The response is already on its way: nothing can be said any more.
            return null;
        }
        if (response.getBody() instanceof ProblemDetail problem) {
            Problems.typed(problem, request.getContextPath());
        }
        if (response.getBody() instanceof ProblemDetail problem
                && request instanceof ServletWebRequest servlet
                && OpenAiError.isExpected(servlet.getRequest())) {
            return ResponseEntity.status(response.getStatusCode())
                    .headers(response.getHeaders())
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(OpenAiError.of(problem).document());
        }
        // Whatever the client accepts, a problem is a problem document: an error page in another form is of no use.
        return ResponseEntity.status(response.getStatusCode())
                .headers(response.getHeaders())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(response.getBody());
    }

    private ResponseEntity<Object> databaseAway(Exception exception, WebRequest request) {
        LOG.warn("The database does not answer; the client is asked to try again", exception);
        return answer(Problems.unavailable("The database does not answer; try again."), exception, request);
    }

    private ResponseEntity<Object> internalError(Exception exception, WebRequest request) {
        UUID reference = UUID.randomUUID();
        LOG.error("Request failed, reference {}", reference, exception);
        return answer(Problems.internalError(reference.toString()), exception, request);
    }

    private ResponseEntity<Object> answer(ErrorResponseException problem, Exception exception, WebRequest request) {
        return handleExceptionInternal(
                exception, problem.getBody(), problem.getHeaders(), problem.getStatusCode(), request);
    }

    /** Whether the cause is a lost or refused connection: SQL state class 08, 57P (shut down) or 53 (too many). */
    private static boolean isDatabaseAway(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) { // the pool waited in vain
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                return state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
            }
        }
        return false;
    }
}
