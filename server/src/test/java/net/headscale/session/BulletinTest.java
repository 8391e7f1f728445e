package net.headscale.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.headscale.netmap.PeerNews;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;
import net.headscale.wire.tailcfg.UserProfile;
import net.headscale.wire.tailcfg.codec.MapResponseCodec;
import net.headscale.wire.tailcfg.framing.MapCompressor;
import net.headscale.wire.tailcfg.framing.MapFraming;
import net.headscale.wire.tailcfg.framing.MapMessageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulletinTest {
    private static final UserProfile ANA = UserProfile.of(1, "ana", "Ana");
    private static final UserProfile BO = UserProfile.of(2, "bo", "Bo");

    @ParameterizedTest
    @ValueSource(longs = {1, 32, 33, 64, 100, 150, 199, 200, 300, 301, 400})
    void a_viewer_of_a_long_list_reads_all_of_it_but_itself(long viewer) {
        PeerNews news = news(200);

        assertThat(read(news, viewer)).isEqualTo(message(news.without(new NodeId(viewer))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 6, 8, 10})
    void a_viewer_of_a_short_list_reads_all_of_it_but_itself(long viewer) {
        PeerNews news = news(5);

        assertThat(read(news, viewer)).isEqualTo(message(news.without(new NodeId(viewer))));
    }

    @Test
    void those_who_are_not_among_it_share_one_frame() {
        try (MapCompressor compressor = MapCompressor.open()) {
            Bulletin bulletin = new Bulletin(news(200), compressor);

            assertThat(bulletin.all()).hasSize(1);
            assertThat(text(bulletin.all())).isEqualTo(message(news(200)));
        }
    }

    @Test
    void the_only_one_it_is_about_is_told_nothing() {
        PeerNews news = new PeerNews(List.of(shown(7, ANA)), List.of(), List.of(), List.of());

        try (MapCompressor compressor = MapCompressor.open()) {
            assertThat(new Bulletin(news, compressor).without(new NodeId(7))).isEmpty();
        }
    }

    @Test
    void the_profile_of_a_viewer_alone_is_left_out_with_it() {
        List<PeerNews.Shown> shown = new ArrayList<>(news(100).shown());
        shown.add(shown(1_000, BO));
        PeerNews news = new PeerNews(shown, List.of(), List.of(), List.of());

        assertThat(read(news, 1_000)).doesNotContain("\"bo\"");
    }

    @Test
    void chunks_that_a_viewer_is_not_in_are_the_very_same_bytes_for_all() {
        try (MapCompressor compressor = MapCompressor.open()) {
            Bulletin bulletin = new Bulletin(news(200), compressor);
            List<byte[]> first = bulletin.without(new NodeId(1));
            List<byte[]> second = bulletin.without(new NodeId(2));

            long own = first.stream()
                    .filter(frame -> frame.length > 100)
                    .filter(frame -> second.stream().noneMatch(other -> other == frame))
                    .count();
            assertThat(own).isEqualTo(1);
        }
    }

    /// Shows nodes 1 to `size`, patches as many after these twice each, and removes one.
    private static PeerNews news(int size) {
        List<PeerNews.Shown> shown =
                LongStream.rangeClosed(1, size).mapToObj(id -> shown(id, ANA)).toList();
        List<PeerChange> patches = LongStream.rangeClosed(size + 1, 2L * size)
                .boxed()
                .flatMap(id ->
                        List.of(
                                PeerChange.of(id).derpRegion(901).build(),
                                PeerChange.of(id).online(true).build())
                                .stream())
                .toList();
        return new PeerNews(shown, List.of(2L * size + 1), patches, List.of());
    }

    private static PeerNews.Shown shown(long id, UserProfile owner) {
        return new PeerNews.Shown(
                Node.builder().id(id).stableId("n" + id).name("host" + id).build(), owner);
    }

    private static String read(PeerNews news, long viewer) {
        try (MapCompressor compressor = MapCompressor.open()) {
            return text(new Bulletin(news, compressor).without(new NodeId(viewer)));
        }
    }

    private static String text(List<byte[]> frames) {
        List<byte[]> all = new ArrayList<>(frames);
        all.addFirst(MapFraming.rawFrame(new byte[] {'{'}));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(MapFraming.message(all));
        MapMessageReader reader = MapMessageReader.of(1 << 20, 1 << 20);
        reader.feed(message.toByteArray());
        return new String(reader.next(), UTF_8);
    }

    private static String message(PeerNews news) {
        return new String(
                MapResponseCodec.encode(MapResponse.builder()
                        .peersChanged(
                                news.shown().stream().map(PeerNews.Shown::entry).toList())
                        .peersRemoved(news.removed())
                        .peersChangedPatch(news.patches())
                        .userProfiles(news.profiles())
                        .build()),
                UTF_8);
    }
}
