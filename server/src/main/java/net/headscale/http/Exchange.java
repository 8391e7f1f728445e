package net.headscale.http;

import io.netty.channel.Channel;
import java.util.function.Consumer;

/// One request and what becomes of it: exactly one of [#reply] and [#takeOver] is to be called, from any thread, once.
public interface Exchange {
    Request request();

    /// The connection, to watch whether it still lives.
    Channel channel();

    /// Answers, and reads the next request of the connection.
    void reply(Response response);

    /// Leaves HTTP: its handlers go, then `next` gets the channel on its event loop; bytes read too far follow. It gets
    /// the channel of a connection that is gone, too, to give back what it holds.
    void takeOver(Consumer<Channel> next);
}
