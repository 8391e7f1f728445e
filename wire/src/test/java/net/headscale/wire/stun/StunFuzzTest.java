package net.headscale.wire.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import net.headscale.wire.GoldenFile;
import net.headscale.wire.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

class StunFuzzTest {
    private final GoldenFile golden = GoldenFile.read("stun/stun.json");
    private final List<byte[]> corpus =
            List.of(golden.bytes("request"), golden.bytes("response_v4"), golden.bytes("response_v6"));

    @Test
    void a_request_is_answered_with_little_or_not_at_all() {
        Fuzz.of(corpus)
                .feed((input, random) -> BindingRequest.read(ByteBuffer.wrap(input))
                        .ifPresent(request -> {
                            assertThat(input.length).isGreaterThanOrEqualTo(request.bytes().length);
                        }));
    }

    @Test
    void a_response_that_is_read_can_be_written_and_read_again() {
        Fuzz.of(corpus)
                .feed((input, random) -> BindingResponse.read(ByteBuffer.wrap(input))
                        .ifPresent(response -> {
                            assertThat(BindingResponse.read(ByteBuffer.wrap(response.bytes())))
                                    .contains(response);
                        }));
    }
}
