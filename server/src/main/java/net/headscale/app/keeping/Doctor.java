package net.headscale.app.keeping;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.headscale.app.configured.Databases;
import net.headscale.app.configured.Translation;
import net.headscale.backup.BackupRefused;
import net.headscale.backup.Look;
import net.headscale.backup.Store;
import net.headscale.config.Config;
import net.headscale.config.ListenAddress;
import net.headscale.config.Tls;
import net.headscale.journal.JournalUnavailable;
import net.headscale.journal.UnknownSchema;

/// Looks for what keeps a server from working as it is configured; changes nothing. For one use.
public final class Doctor {
    private static final Duration TOO_SHORT = Duration.ofDays(14); // to notice that a certificate is not renewed

    private final Config config;
    private final Clock clock;
    private final List<String> lines = new ArrayList<>();
    private boolean isAllWell = true;

    private Doctor(Config config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /// Looks at everything.
    public static Doctor look(Config config, Clock clock) {
        Doctor doctor = new Doctor(config, clock);
        doctor.lookAtDatabase();
        doctor.lookAtNoiseKey();
        doctor.lookAtClock();
        doctor.lookAtCertificate();
        doctor.lookAtTheWay();
        return doctor;
    }

    /// A line a check.
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /// Whether nothing keeps the server from working.
    public boolean isAllWell() {
        return isAllWell;
    }

    private void well(String what) {
        lines.add("ok    " + what);
    }

    private void note(String what) {
        lines.add("note  " + what);
    }

    private void wrong(String what) {
        lines.add("WRONG " + what);
        isAllWell = false;
    }

    private void lookAtDatabase() {
        Store store = Databases.store(config);
        if (store instanceof Store.Sqlite(Path file) && Files.notExists(file)) {
            note("database: " + file + " is not there yet; the first start makes it");
            return;
        }
        try {
            well("database: " + store + " holds " + Look.at(store));
        } catch (BackupRefused empty) {
            note("database: " + store + " is empty; the first start fills it");
        } catch (JournalUnavailable | UnknownSchema unusable) {
            wrong("database: " + unusable.getMessage());
        } catch (IllegalStateException refused) { // such as a right that our role has lost
            wrong("database: it refuses what the server asks: " + refused.getMessage());
        }
    }

    private void lookAtNoiseKey() {
        Path file = config.storage().noiseKey();
        if (Files.notExists(file)) {
            note("private key: " + file + " is not there yet; the first start makes it");
        } else if (Files.isReadable(file)) {
            well("private key: " + file);
        } else {
            wrong("private key: " + file + " cannot be read: check its owner and mode");
        }
    }

    /// Nothing was written in the future unless the clock went back; then keys and logins live too long.
    private void lookAtClock() {
        Instant now = clock.instant();
        try {
            Path written = Databases.store(config) instanceof Store.Sqlite(Path file)
                    ? file
                    : config.storage().noiseKey();
            if (Files.exists(written)
                    && Files.getLastModifiedTime(written).toInstant().isAfter(now.plusSeconds(60))) {
                wrong("clock: " + now + ", but " + written + " was written at " + Files.getLastModifiedTime(written)
                        + ": set the clock, and keep it set by NTP");
            } else {
                well("clock: " + now);
            }
        } catch (IOException unreadable) {
            wrong("clock: cannot be compared with files: " + unreadable.getMessage());
        }
    }

    private void lookAtCertificate() {
        if (!(config.http().tls() instanceof Tls.Files(Path certificate, Path key))) {
            return;
        }
        if (!Files.isReadable(key)) {
            wrong("certificate: its key " + key + " cannot be read: check its owner and mode");
        }
        try (InputStream in = Files.newInputStream(certificate)) {
            var first =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            Instant end = first.getNotAfter().toInstant();
            if (end.isBefore(clock.instant().plus(TOO_SHORT))) {
                wrong("certificate: " + certificate + " ends at " + end + ": renew it");
            } else {
                well("certificate: " + certificate + " is good until " + end);
            }
        } catch (IOException | GeneralSecurityException unusable) {
            wrong("certificate: " + certificate + " cannot be used: " + unusable.getMessage());
        }
    }

    /// As clients come: by the URL, through whatever proxy is on the way.
    private void lookAtTheWay() {
        URI url = config.http().serverUrl();
        try {
            switch (Way.walk(url)) {
                case Way.Result.Clear() ->
                    well("the way: " + url + " leads to this server, upgrades pass, and nothing is held back");
                case Way.Result.UpgradeDropped() ->
                    wrong("the way: " + url + " leads through a proxy that drops the Upgrade header of POST requests:"
                            + " let it pass WebSocket upgrades of every method for /ts2021");
                case Way.Result.HeldBack() ->
                    wrong("the way: " + url + " leads through a proxy that holds back what the server sends: turn its"
                            + " buffering of responses off for /ts2021");
                case Way.Result.Elsewhere(String path, String answer) ->
                    wrong("the way: " + url + path + " answers " + answer
                            + ": is it this server that answers there, and does a proxy pass this path on?");
            }
        } catch (IOException unreachable) {
            lookAtPort(url, unreachable);
        }
    }

    private void lookAtPort(URI url, IOException unreachable) {
        ListenAddress listen = config.http().listen();
        try (ServerSocket free = new ServerSocket()) {
            free.bind(Translation.socketAddress(listen));
            note("the way: no server runs; port " + free.getLocalPort() + " is free for one");
        } catch (IOException taken) {
            wrong("the way: " + listen.host() + ":" + listen.port() + " is taken (" + taken.getMessage() + "), and "
                    + url + " does not answer (" + unreachable.getMessage()
                    + "): check server_url, DNS, proxy and firewall");
        }
    }
}
