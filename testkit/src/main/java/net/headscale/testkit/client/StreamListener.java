package net.headscale.testkit.client;

import java.util.Map;

/// Hears of one stream, on its event loop: the head once, bytes as they come, the end once and last.
interface StreamListener {
    void head(int status, Map<String, String> headers);

    void bytes(byte[] bytes);

    void ended(Ending ending);
}
