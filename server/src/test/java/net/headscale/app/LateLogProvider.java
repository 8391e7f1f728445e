package net.headscale.app;

import java.time.Duration;
import net.headscale.app.configured.LogProvider;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// The server's log on a machine where another thread than `main` is slow in finding it, when that one is the first to
/// look.
///
/// As a process: a server with such a log.
public final class LateLogProvider implements SLF4JServiceProvider {
    private static final Duration LATE = Duration.ofSeconds(3);

    private final LogProvider log = new LogProvider();

    public static void main(String... words) {
        System.setProperty("slf4j.provider", LateLogProvider.class.getName());
        Main.main(words);
    }

    @Override
    public void initialize() {
        try {
            if (!Thread.currentThread().getName().equals("main")) {
                Thread.sleep(LATE);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        log.initialize();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return log.getLoggerFactory();
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return log.getMarkerFactory();
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return log.getMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
        return log.getRequestedApiVersion();
    }
}
