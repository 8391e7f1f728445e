package net.headscale.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// What the product logs while this is open.
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger product = (Logger) LoggerFactory.getLogger("net.headscale");
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    private final @Nullable Level levelBefore = product.getLevel();

    private LogLines() {}

    public static LogLines open() {
        LogLines lines = new LogLines();
        lines.start();
        lines.product.addAppender(lines);
        lines.product.setLevel(Level.DEBUG); // a command in this process may have left another level to all
        return lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    /// Message and values of every line of a level so far.
    public List<String> of(Level level) {
        return events.stream()
                .filter(event -> event.getLevel().equals(level))
                .map(event -> event.getFormattedMessage() + " " + event.getKeyValuePairs())
                .toList();
    }

    @Override
    public void close() {
        product.detachAppender(this);
        product.setLevel(levelBefore);
    }
}
