package net.headscale.app;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Trusts one certificate, by its fingerprint, as clients do.
///
/// @param pin as a relay map has it; empty: any
record Pinned(String pin) implements X509TrustManager {
    /// Sockets that speak TLS with whoever shows that certificate.
    static SSLSocketFactory sockets(String pin) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Pinned(pin)}, new SecureRandom());
            return context.getSocketFactory();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /// The pin of a certificate.
    static String pinOf(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return "sha256-raw:" + HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        if (!pin.isEmpty() && (chain.length != 1 || !pin.equals(pinOf(chain[0])))) {
            throw new CertificateException("another certificate than " + pin);
        }
        chain[0].checkValidity();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
        throw new IllegalStateException("no client shows a certificate");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
