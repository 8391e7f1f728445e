package net.headscale.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a [Handler] on a virtual thread.
final class BlockingHandler implements LoopHandler {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingHandler.class);

    private final Handler handler;

    BlockingHandler(Handler handler) {
        this.handler = handler;
    }

    @Override
    public void handle(Exchange exchange) {
        Thread.ofVirtual().name("http").start(() -> exchange.reply(answer(exchange.request())));
    }

    Response answer(Request request) {
        try {
            return handler.handle(request);
        } catch (RuntimeException broken) {
            LOG.atError()
                    .addKeyValue("method", request.method())
                    .setCause(broken)
                    .log("request failed");
            return Response.text(500, "internal error\n");
        }
    }
}
