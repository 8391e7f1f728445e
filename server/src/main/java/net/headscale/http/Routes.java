package net.headscale.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which handler answers which method and path.
///
/// A pattern is a path whose segments may be names in braces, `/api/v1/node/{id}`; of two patterns that match, the one
/// added first answers. Not to be changed once a listener serves it.
public final class Routes {
    private record Route(String method, String pattern, List<String> segments, LoopHandler handler) {}

    /// A handler, its pattern, which is empty where it answers everything else, and the parameters that this found.
    record Match(LoopHandler handler, String pattern, Map<String, String> parameters) {}

    private final List<Route> routes = new ArrayList<>();
    private final Map<String, List<Route>> literal = new HashMap<>();
    private @Nullable LoopHandler rest;

    /// Answers on virtual threads.
    public Routes add(String method, String pattern, Handler handler) {
        return addOnLoop(method, pattern, new BlockingHandler(handler));
    }

    /// Answers everything that no route answers, on virtual threads.
    public Routes otherwise(Handler handler) {
        rest = new BlockingHandler(handler);
        return this;
    }

    /// Answers on the event loop.
    public Routes addOnLoop(String method, String pattern, LoopHandler handler) {
        Route route = new Route(method, pattern, segments(pattern), handler);
        if (pattern.indexOf('{') < 0) {
            literal.computeIfAbsent(pattern, _ -> new ArrayList<>()).add(route);
        } else {
            routes.add(route);
        }
        return this;
    }

    Optional<Match> match(String method, String rawPath) {
        for (Route route : literal.getOrDefault(rawPath, List.of())) {
            if (answers(route, method)) {
                return Optional.of(new Match(route.handler, route.pattern, Map.of()));
            }
        }
        List<String> segments = segments(rawPath);
        for (Route route : routes) {
            if (answers(route, method)) {
                Optional<Map<String, String>> found = parameters(route.segments, segments);
                if (found.isPresent()) {
                    return Optional.of(new Match(route.handler, route.pattern, found.get()));
                }
            }
        }
        return Optional.ofNullable(rest).map(handler -> new Match(handler, "", Map.of()));
    }

    /// Answers a request of this process on the calling thread, without a listener.
    ///
    /// @param request its path as it would be sent, percent-encoded
    /// @return what a handler says; 404 where only the event loop could answer
    public Response call(Request request) {
        return match(request.method(), request.path())
                .filter(found -> found.handler() instanceof BlockingHandler)
                .map(found -> ((BlockingHandler) found.handler()).answer(request.withParameters(found.parameters())))
                .orElseGet(() -> Response.text(404, "not found\n"));
    }

    /// The methods that a path would be answered for; empty: no such path.
    Set<String> methods(String rawPath) {
        Set<String> methods = new TreeSet<>();
        literal.getOrDefault(rawPath, List.of()).forEach(route -> methods.add(route.method));
        List<String> segments = segments(rawPath);
        routes.stream()
                .filter(route -> parameters(route.segments, segments).isPresent())
                .forEach(route -> methods.add(route.method));
        return methods;
    }

    private static boolean answers(Route route, String method) {
        return route.method.equals(method) || (method.equals("HEAD") && route.method.equals("GET"));
    }

    private static Optional<Map<String, String>> parameters(List<String> pattern, List<String> segments) {
        if (pattern.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String expected = pattern.get(i);
            if (expected.startsWith("{")) {
                found.put(expected.substring(1, expected.length() - 1), decoded(segments.get(i)));
            } else if (!expected.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return segment;
        }
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
