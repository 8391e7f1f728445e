package net.headscale.app.configured;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Locale;
import net.headscale.app.reload.Reload;
import net.headscale.config.Config;
import net.headscale.config.Operation;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/// Sets up logging: one appender on standard error, as text or JSON.
public final class Logs implements Reload.Part {
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0}: %msg%kvp{NONE}%n%ex";

    private Operation.Log current;

    private Logs(Operation.Log current) {
        this.current = current;
    }

    /// Has SLF4J find its provider, before there is a second thread: one that asks while another thread is at it gets
    /// loggers that lead nowhere yet, and no place to set them up. Netty, which is loaded meanwhile, only warns.
    public static void prepare() {
        context(LoggerFactory.getILoggerFactory()).getLogger("io.netty").setLevel(Level.WARN);
    }

    /// Sets logging up, to be followed from there.
    public static Logs open(Operation.Log wanted) {
        set(wanted);
        return new Logs(wanted);
    }

    @Override
    public String name() {
        return "the log";
    }

    @Override
    public void apply(Config config) {
        Operation.Log wanted = config.operation().log();
        if (!wanted.equals(current)) {
            set(wanted);
            current = wanted;
        }
    }

    /// Sets logging up, once.
    public static void set(Operation.Log wanted) {
        set(context(LoggerFactory.getILoggerFactory()), wanted);
    }

    /// @throws IllegalStateException if it is another's than Logback's: nothing would be logged, and nobody told
    static LoggerContext context(ILoggerFactory factory) {
        if (factory instanceof LoggerContext context) {
            return context;
        }
        throw new IllegalStateException(
                "expected Logback to log with, found " + factory.getClass().getName());
    }

    static void set(LoggerContext context, Operation.Log wanted) {
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context, wanted.format()));
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(wanted.level().name().toUpperCase(Locale.ROOT)));
        root.addAppender(appender);
        context.getLogger("io.netty").setLevel(Level.WARN);
        context.getLogger("org.flywaydb").setLevel(Level.WARN);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, Operation.Format format) {
        return switch (format) {
            case TEXT -> {
                PatternLayoutEncoder text = new PatternLayoutEncoder();
                text.setContext(context);
                text.setPattern(PATTERN.replace("%kvp{NONE}", " %kvp{NONE}"));
                text.start();
                yield text;
            }
            case JSON -> {
                JsonLines json = new JsonLines();
                json.setContext(context);
                json.start();
                yield json;
            }
        };
    }
}
