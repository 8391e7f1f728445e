package net.headscale.testkit.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import net.headscale.testkit.netmap.ClientNetmap;
import net.headscale.testkit.netmap.Netmap;
import net.headscale.wire.json.MalformedMessage;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.framing.MapMessageReader;
import org.jspecify.annotations.Nullable;

/// The answer to a streaming map request: messages in the order of their arrival, until one side ends it.
///
/// Thread-safe. Keeps every message, and hands them out one after the other. A message that a real client could not
/// read ends the stream, as it does there.
public final class MapStream implements AutoCloseable {
    private static final int LONGEST_MESSAGE_BYTES = 64 << 20;
    private static final int LONGEST_TEXT_BYTES = 512 << 20;

    private final Duration patience;
    private final InstantSource time;

    /// Guards all fields below. Held for moments only; nothing else is locked under it.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final MapMessageReader reader = MapMessageReader.of(LONGEST_MESSAGE_BYTES, LONGEST_TEXT_BYTES);
    private final ByteArrayOutputStream refusal = new ByteArrayOutputStream();
    private final List<MapMessage> received = new ArrayList<>();
    private int handedOut;
    private int status;
    private ClientNetmap netmap = ClientNetmap.empty();
    private @Nullable Ending ending;
    private @Nullable RuntimeException unreadable;
    private @Nullable ControlStream stream;

    MapStream(Duration patience, InstantSource time) {
        this.patience = patience;
        this.time = time;
    }

    void attach(ControlStream opened) {
        lock.lock();
        try {
            stream = opened;
        } finally {
            lock.unlock();
        }
    }

    /// The status of the answer, as soon as it is known.
    public int status() {
        await("the head of the answer", patience, () -> status != 0);
        return locked(() -> status);
    }

    /// The body of an answer with another status than 200, when it has ended.
    public String refusal() {
        awaitEnd();
        return locked(() -> refusal.toString(UTF_8));
    }

    /// The next message that has not been handed out.
    ///
    /// @throws ClientFailure if none comes in time, or none will come
    public MapResponse next() {
        return nextMessage().response();
    }

    /// The next message that has not been handed out, with its text.
    ///
    /// @throws ClientFailure if none comes in time, or none will come
    public MapMessage nextMessage() {
        await("a map message", patience, () -> handedOut < received.size());
        return locked(() -> received.get(handedOut++));
    }

    /// The next message of which `wanted` holds; those before it are passed over.
    ///
    /// @throws ClientFailure if none comes in time, or none will come
    public MapResponse nextWith(Predicate<MapResponse> wanted) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            await("a certain map message", left, () -> handedOut < received.size());
            MapResponse candidate = locked(() -> received.get(handedOut++)).response();
            if (wanted.test(candidate)) {
                return candidate;
            }
        }
    }

    /// The next message if one comes within `limit`. For claims that nothing is sent.
    public Optional<MapResponse> nextWithin(Duration limit) {
        try {
            await("a map message", limit, () -> handedOut < received.size());
            return Optional.of(locked(() -> received.get(handedOut++)).response());
        } catch (ClientFailure.DeadlinePassed none) {
            return Optional.empty();
        }
    }

    /// What a real client would know now, after every message so far.
    public ClientNetmap netmap() {
        return locked(() -> netmap);
    }

    /// Waits until what the client works with is as `wanted` says; messages are neither handed out nor passed over.
    ///
    /// @throws ClientFailure if it does not come to that in time, or never can
    public Netmap awaitNetmap(Predicate<Netmap> wanted) {
        return awaitNetmap(patience, wanted);
    }

    /// The same with another deadline.
    public Netmap awaitNetmap(Duration limit, Predicate<Netmap> wanted) {
        try {
            await("a certain netmap", limit, () -> wanted.test(netmap.live()));
        } catch (ClientFailure failed) {
            failed.addSuppressed(new AssertionError("the netmap was " + netmap().live()));
            throw failed;
        }
        return netmap().live();
    }

    /// Every message so far, handed out or not.
    public List<MapMessage> received() {
        return locked(() -> List.copyOf(received));
    }

    /// How the stream ended, waited for.
    public Ending awaitEnd() {
        awaitUntil("the end of the stream", patience, () -> ending != null);
        return ending().orElseThrow();
    }

    /// How the stream ended, if it has.
    public Optional<Ending> ending() {
        return locked(() -> Optional.ofNullable(ending));
    }

    /// Stops reading, until `resume`: the server's window fills up.
    public void pause() {
        locked(() -> Optional.ofNullable(stream)).ifPresent(open -> open.read(false));
    }

    /// Goes on reading.
    public void resume() {
        locked(() -> Optional.ofNullable(stream)).ifPresent(open -> open.read(true));
    }

    /// Resets the stream: the server sees CANCEL, and the connection lives on.
    @Override
    public void close() {
        locked(() -> Optional.ofNullable(stream)).ifPresent(ControlStream::cancel);
    }

    StreamListener listener() {
        return new Listener();
    }

    private final class Listener implements StreamListener {
        @Override
        public void head(int answered, Map<String, String> headers) {
            change(() -> status = answered);
        }

        @Override
        public void bytes(byte[] bytes) {
            change(() -> take(bytes));
        }

        @Override
        public void ended(Ending how) {
            change(() -> ending = how);
        }
    }

    private void take(byte[] bytes) {
        if (status != 200) {
            refusal.writeBytes(bytes);
            return;
        }
        reader.feed(bytes);
        for (byte[] text = reader.next(); text != null; text = reader.next()) {
            MapMessage message = MapMessage.of(text);
            received.add(message);
            netmap = netmap.apply(message.response(), time.instant());
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
        } catch (MalformedMessage | IllegalArgumentException broken) {
            unreadable = broken; // a real client gives up the stream too
            throw broken;
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /// Waits for `condition` while the stream may still bring it about.
    private void await(String what, Duration limit, BooleanSupplier condition) {
        awaitUntil(what, limit, () -> condition.getAsBoolean() || ending != null);
        lock.lock();
        try {
            if (!condition.getAsBoolean()) {
                throw ended(what);
            }
        } finally {
            lock.unlock();
        }
    }

    private RuntimeException ended(String what) {
        if (unreadable != null) {
            return unreadable;
        }
        return status != 0 && status != 200
                ? new ClientFailure.UnexpectedStatus(status, refusal.toString(UTF_8))
                : new ClientFailure.StreamEnded(Optional.ofNullable(ending).orElseThrow(), what + " had come");
    }

    private void awaitUntil(String what, Duration limit, BooleanSupplier condition) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    throw new ClientFailure.DeadlinePassed(limit, what);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClientFailure.ConnectionEnded("interrupted while waiting for " + what);
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }
}
