package net.headscale.cli.command;

import java.util.List;
import java.util.Map;
import net.headscale.cli.api.Api;

/// Answers requests with what a test said, and remembers them.
public final class FakeApi implements Api {
    public final List<Call> calls = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final Map<String, Reply> answers = new java.util.concurrent.ConcurrentHashMap<>();
    public boolean isClosed;

    /// Answers `request`, a method and path such as `GET /api/v1/user`, with a success.
    public FakeApi answering(String request, String body) {
        return answering(request, 200, body);
    }

    public FakeApi answering(String request, int status, String body) {
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
