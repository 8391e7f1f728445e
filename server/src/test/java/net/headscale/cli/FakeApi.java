package net.headscale.cli;

import java.util.List;
import java.util.Map;

/// Answers requests with what a test said, and remembers them.
final class FakeApi implements Api {
    final List<Call> calls = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final Map<String, Reply> answers = new java.util.concurrent.ConcurrentHashMap<>();
    boolean isClosed;

    /// Answers `request`, a method and path such as `GET /api/v1/user`, with a success.
    FakeApi answering(String request, String body) {
        return answering(request, 200, body);
    }

    FakeApi answering(String request, int status, String body) {
        answers.put(request, new Reply(status, body));
        return this;
    }

    @Override
    public Reply call(Call call) {
        calls.add(call);
        String request = call.method() + " " + call.path();
        Reply answer = answers.get(request);
        if (answer == null) {
            throw new AssertionError("unexpected request " + request);
        }
        return answer;
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
