package net.headscale.testkit.client;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.headscale.wire.json.Bytes;

/// Collects a whole answer, at most 16 MiB of it.
final class AnswerCollector implements StreamListener {
    private static final int MOST_BYTES = 16 << 20;

    private final CompletableFuture<HttpAnswer> answer;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Map<String, String> headers = Map.of();
    private int status;

    AnswerCollector(CompletableFuture<HttpAnswer> answer) {
        this.answer = answer;
    }

    @Override
    public void head(int status, Map<String, String> headers) {
        this.status = status;
        this.headers = headers;
    }

    @Override
    public void bytes(byte[] bytes) {
        if (body.size() + bytes.length > MOST_BYTES) {
            throw new IllegalStateException("expected an answer of at most 16 MiB");
        }
        body.writeBytes(bytes);
    }

    @Override
    public void ended(Ending ending) {
        if (ending == Ending.COMPLETE) {
            answer.complete(new HttpAnswer(status, headers, Bytes.of(body.toByteArray())));
        } else {
            answer.completeExceptionally(new ClientFailure.StreamEnded(ending, "all of the answer had come"));
        }
    }
}
