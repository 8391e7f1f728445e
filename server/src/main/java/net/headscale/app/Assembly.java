package net.headscale.app;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import net.headscale.app.configured.Databases;
import net.headscale.app.configured.Logs;
import net.headscale.app.configured.Translation;
import net.headscale.app.keeping.DatabaseKeeping;
import net.headscale.app.reload.Hangup;
import net.headscale.app.reload.Reload;
import net.headscale.app.reload.Unusable;
import net.headscale.certificate.UnusableCertificate;
import net.headscale.cli.command.Keeping;
import net.headscale.cli.command.Product;
import net.headscale.cli.command.Terminal;
import net.headscale.cli.command.Version;
import net.headscale.config.Config;
import net.headscale.config.Loaded;
import net.headscale.config.Operation;
import net.headscale.coordinator.Coordinator;
import net.headscale.credential.TokenSeal;
import net.headscale.journal.DatabaseInUse;
import net.headscale.journal.Journal;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.UnknownSchema;
import net.headscale.registration.Registrar;
import net.headscale.ssh.SshChecks;
import net.headscale.wire.json.JsonWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The product's parts, made when a command needs them.
final class Assembly implements Product {
    private static final int FAILED = 1;

    /// A command that runs without a server holds the database for a moment, on a busy machine for longer; a server is
    /// not to fail for it.
    private static final Databases.Patience WITH_COMMANDS =
            new Databases.Patience(Duration.ofSeconds(60), Duration.ofSeconds(5));

    private final Ahead ahead;

    /// @param ahead waited for before a server makes what listeners need
    Assembly(Ahead ahead) {
        this.ahead = ahead;
    }

    @Override
    public int serve(Config config, Supplier<Loaded> source, Terminal terminal) {
        Logs logs = Logs.open(config.operation().log());
        Logger log = LoggerFactory.getLogger(Assembly.class);
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> endWith(told, ended)));
        AtomicReference<Runnable> atHangup = new AtomicReference<>(() -> {}); // all is being read for the first time
        Hangup.handle(() -> atHangup.get().run());
        try (Journal journal = openJournal(config, told);
                Server server = Server.open(config, journal, Clock.systemUTC(), version(), ahead::await)) {
            warnOfRelays(server, config, terminal);
            Reload reload = server.follow(source, List.of(logs), Reload.PERIOD);
            atHangup.set(reload::request);
            log.atInfo()
                    .addKeyValue("address", server.address())
                    .addKeyValue("url", config.http().serverUrl())
                    .log("server started");
            OldGeneration garbage = OldGeneration.ofThisProcess();
            while (!told.await(1, TimeUnit.SECONDS)) {
                garbage.collectWhenDue();
            }
            log.atInfo().log("server stops");
            return 0;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (Unusable | UnusableCertificate | JournalUnavailable | IOException unusable) {
            terminal.err().println("Error: " + unusable.getMessage());
            return FAILED;
        } catch (DatabaseInUse | UnknownSchema unusable) {
            terminal.err().println("Error: " + unusable.getMessage());
            return FAILED;
        } finally {
            ended.countDown();
        }
    }

    private Journal openJournal(Config config, CountDownLatch told) throws InterruptedException {
        return Databases.await(
                config,
                WITH_COMMANDS,
                inUse -> LoggerFactory.getLogger(Assembly.class)
                        .atWarn()
                        .addKeyValue("holder", inUse.holder())
                        .log("another process holds the database, waiting for it"),
                told);
    }

    /// Runs at SIGTERM: tells the server to end, and lets the process go once it has.
    private static void endWith(CountDownLatch told, CountDownLatch ended) {
        told.countDown();
        try {
            boolean isDone = ended.await(10, java.util.concurrent.TimeUnit.SECONDS);
            if (!isDone) {
                LoggerFactory.getLogger(Assembly.class).atWarn().log("server did not end in time");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static void warnOfRelays(Server server, Config config, Terminal terminal) {
        if (server.hasRelays()) {
            return;
        }
        switch (config.operation().log().format()) {
            case TEXT -> terminal.err().println("""
                        Warning: no relay region is configured. Clients that are alone stay "Starting", `tailscale up` waits,
                        and nodes that cannot reach each other directly cannot reach each other at all.
                        Name a relay map with derp_map_path (or derp.paths).""");
            case JSON ->
                LoggerFactory.getLogger(Assembly.class)
                        .atWarn()
                        .log("no relay region is configured: name one in derp.paths");
        }
    }

    @Override
    public Keeping keeping() {
        return new DatabaseKeeping();
    }

    @Override
    public Opened open(Config config) {
        Logs.set(
                new Operation.Log(Operation.Level.WARN, config.operation().log().format()));
        Journal journal;
        try {
            journal = Databases.open(config);
        } catch (DatabaseInUse inUse) {
            return new Opened.InUse();
        } catch (JournalUnavailable | UnknownSchema unusable) {
            return new Opened.Failed(String.valueOf(unusable.getMessage()));
        }
        Logs.set(
                new Operation.Log(Operation.Level.WARN, config.operation().log().format()));
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        Coordinator coordinator = Coordinator.open(
                journal,
                clock,
                Translation.blocks(config.prefixes()),
                OwnAddresses.surroundings(config),
                Translation.limits(config));
        Registrar registrar =
                new Registrar(coordinator, journal.pendingLogins(), Translation.logins(config), clock, random);
        SshChecks sshChecks = new SshChecks(
                config.http().serverUrl().toString(), config.life().pendingLogin(), clock, random);
        var seal =
                TokenSeal.of(Long.toHexString(random.nextLong())); // this API lives in no listener: nobody shows tokens
        return new Opened.Ready(new Administration(
                        coordinator,
                        registrar,
                        sshChecks,
                        journal,
                        () -> Administration.trouble(journal).isEmpty(),
                        seal,
                        config,
                        clock,
                        random)
                .api(journal));
    }

    /// What `/version` answers.
    static String version() {
        Version version = Version.ofBuild();
        return JsonWriter.text(out -> {
            out.beginObject();
            out.member("version", version.compatible());
            out.member("release", version.number());
            out.member("commit", version.commit());
            out.member("dirty", version.isDirty());
            out.endObject();
        });
    }
}
