package net.headscale.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import net.headscale.netmap.PeerNews;
import net.headscale.tailnet.NodeId;
import net.headscale.wire.tailcfg.codec.NodeCodec;
import net.headscale.wire.tailcfg.codec.PeerChangeCodec;
import net.headscale.wire.tailcfg.codec.UserProfileCodec;
import net.headscale.wire.tailcfg.framing.MapCompressor;
import net.headscale.wire.tailcfg.framing.MapFraming;
import org.jspecify.annotations.Nullable;

/* The end of an object, `"PeersChanged":[…],…}`, whose entries are encoded once.
 *
 * In a storm many of those who are told are themselves among what they are told, and each must be left out of its own
 * message. So long lists are cut into chunks, each a zstd frame that all share; only the chunk that a viewer is in is
 * made anew for it. What n nodes of one round cost then is n chunks, not n lists of n.
 */
/// The peers' part of a difference as frames. Belongs to one thread, as its compressor does.
final class Bulletin {
    private static final int CHUNK = 32;
    private static final int SHORT_LIST = 2 * CHUNK;
    /// Stands before it where nothing else does.
    static final byte[] OPEN = MapFraming.rawFrame(new byte[] {'{'});

    private static final byte[] COMMA = MapFraming.rawFrame(new byte[] {','});

    private final PeerNews news;
    private final MapCompressor compressor;
    private final List<Member> members = new ArrayList<>();
    private final int size;
    private @Nullable List<byte[]> whole;
    private @Nullable List<byte[]> message;

    Bulletin(PeerNews news, MapCompressor compressor) {
        this.news = news;
        this.compressor = compressor;
        add("PeersChanged", news.shown(), peer -> peer.entry().id(), peer -> NodeCodec.encode(peer.entry()));
        add("PeersRemoved", news.removed(), id -> id, id -> bytes(id.toString()));
        add("PeersChangedPatch", news.patches(), patch -> patch.nodeId(), PeerChangeCodec::encode);
        add("UserProfiles", news.profiles(), _ -> Entry.OF_NOBODY, UserProfileCodec::encode);
        this.size = members.stream().mapToInt(member -> member.entries.size()).sum();
    }

    private <T> void add(String name, List<T> values, ToLongFunction<T> id, Function<T, byte[]> encode) {
        if (!values.isEmpty()) {
            List<Entry> entries = new ArrayList<>(values.size());
            values.forEach(value -> entries.add(new Entry(id.applyAsLong(value), encode.apply(value))));
            members.add(new Member(name, entries));
        }
    }

    /// All of a message to those who are not among it and are told nothing else; none: there is nothing to be told.
    List<byte[]> message() {
        List<byte[]> made = message;
        if (made == null) {
            List<byte[]> frames = all();
            made = frames.isEmpty() ? List.of() : List.of(MapFraming.message(OPEN, frames.getFirst()));
            message = made;
        }
        return made;
    }

    /// For those who are not among it; none: there is nothing to be told.
    List<byte[]> all() {
        List<byte[]> made = whole;
        if (made == null) {
            made = members.isEmpty() ? List.of() : List.of(compressor.frame(text(members)));
            whole = made;
        }
        return made;
    }

    /// For one that is among it.
    List<byte[]> without(NodeId viewer) {
        return size <= SHORT_LIST || isOnlyNodeOfItsOwner(viewer.value())
                ? new Bulletin(news.without(viewer), compressor).all()
                : chunked(viewer.value());
    }

    /// Whether a profile is told on account of this node alone, and so is to be left out with it.
    private boolean isOnlyNodeOfItsOwner(long viewer) {
        for (PeerNews.Shown peer : news.shown()) {
            if (peer.entry().id() == viewer) {
                return news.shown().stream()
                                .filter(other ->
                                        other.owner().id() == peer.owner().id())
                                .count()
                        == 1;
            }
        }
        return false;
    }

    private List<byte[]> chunked(long viewer) {
        List<byte[]> frames = new ArrayList<>();
        for (Member member : members) {
            List<byte[]> chunks = member.without(viewer, compressor);
            if (!chunks.isEmpty()) {
                String start = frames.isEmpty() ? "\"" : "],\"";
                frames.add(MapFraming.rawFrame(bytes(start + member.name + "\":[")));
                frames.addAll(chunks);
            }
        }
        frames.add(MapFraming.rawFrame(bytes("]}")));
        return frames;
    }

    private static byte[] text(List<Member> members) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 10);
        for (Member member : members) {
            text.writeBytes(bytes((text.size() == 0 ? "\"" : ",\"") + member.name + "\":["));
            write(member.entries, text);
            text.write(']');
        }
        text.write('}');
        return text.toByteArray();
    }

    private static void write(List<Entry> entries, ByteArrayOutputStream into) {
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) {
                into.write(',');
            }
            into.writeBytes(entries.get(i).json);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// @param id of the node that it is about
    /// @param json encoded
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(long id, byte[] json) {
        static final long OF_NOBODY = -1;
    }

    /// One list of the message, in chunks that are compressed when first asked for.
    private static final class Member {
        private final String name;
        private final List<Entry> entries;
        private final byte[][] chunks;

        Member(String name, List<Entry> entries) {
            this.name = name;
            this.entries = entries;
            this.chunks = new byte[(entries.size() + CHUNK - 1) / CHUNK][];
        }

        List<byte[]> without(long viewer, MapCompressor compressor) {
            List<byte[]> frames = new ArrayList<>(2 * chunks.length);
            for (int i = 0; i < chunks.length; i++) {
                List<Entry> chunk = entries.subList(CHUNK * i, Math.min(CHUNK * (i + 1), entries.size()));
                List<Entry> rest =
                        chunk.stream().filter(entry -> entry.id != viewer).toList();
                if (rest.isEmpty()) {
                    continue;
                }
                if (!frames.isEmpty()) {
                    frames.add(COMMA);
                }
                frames.add(rest.size() < chunk.size() ? frame(rest, compressor) : shared(i, chunk, compressor));
            }
            return frames;
        }

        private byte[] shared(int i, List<Entry> chunk, MapCompressor compressor) {
            byte[] frame = chunks[i];
            if (frame == null) {
                frame = frame(chunk, compressor);
                chunks[i] = frame;
            }
            return frame;
        }

        private static byte[] frame(List<Entry> entries, MapCompressor compressor) {
            ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 10);
            write(entries, text);
            return compressor.frame(text.toByteArray());
        }
    }
}
