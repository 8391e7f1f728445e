package net.headscale.interop.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A certificate authority that exists for one test; every program of the network trusts it, and it alone.
public final class TestAuthority {
    private static final Duration MOST_TIME_TO_SIGN = Duration.ofSeconds(20);
    private static final String DAYS_VALID = "2";

    private final Shell shell;
    private final Path folder;

    private TestAuthority(Shell shell, Path folder) {
        this.shell = shell;
        this.folder = folder;
    }

    /// Makes the authority's key and its own certificate.
    static TestAuthority open(Shell shell, Path folder) {
        var authority = new TestAuthority(shell, createFolder(folder));
        authority.request(
                "authority", "/CN=headscale interop authority", "basicConstraints=critical,CA:TRUE", List.of());
        return authority;
    }

    /// The certificate to trust, in PEM; the name `SSL_CERT_FILE` is for.
    public Path certificate() {
        return certificate(folder);
    }

    /// The same, for an authority that is still to be opened in `folder`.
    static Path certificate(Path folder) {
        return folder.resolve("authority.crt");
    }

    /// Issues a certificate for a host.
    ///
    /// @param name its DNS name, which also names the files
    /// @param address an IPv4 address by which it is called too
    /// @return the folder with `NAME.crt` and `NAME.key`, as `derper -certmode manual` wants them
    public Path issue(String name, String address) {
        request(
                name,
                "/CN=" + name,
                "subjectAltName=DNS:" + name + ",IP:" + address,
                List.of(
                        "-CA",
                        certificate().toString(),
                        "-CAkey",
                        folder.resolve("authority.key").toString(),
                        "-addext",
                        "basicConstraints=critical,CA:FALSE"));
        return folder;
    }

    private void request(String file, String subject, String extension, List<String> signer) {
        var command = new ArrayList<>(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                DAYS_VALID,
                "-subj",
                subject,
                "-addext",
                extension,
                "-keyout",
                folder.resolve(file + ".key").toString(),
                "-out",
                folder.resolve(file + ".crt").toString()));
        command.addAll(signer);
        shell.run(command, MOST_TIME_TO_SIGN).orThrow();
    }

    private static Path createFolder(Path folder) {
        try {
            return Files.createDirectory(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
