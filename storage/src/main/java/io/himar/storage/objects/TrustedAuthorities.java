package io.himar.storage.objects;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** Authorities whose certificates are believed, and no others. */
record TrustedAuthorities(SSLContext context, X509TrustManager trust) {

    /**
     * Those in a PEM file.
     *
     * @throws IllegalArgumentException if it has no certificate, or cannot be read
     */
    static TrustedAuthorities read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw refused(file, null);
            }
            return of(certificates);
        } catch (GeneralSecurityException | IOException e) {
            throw refused(file, e);
        }
    }

    private static TrustedAuthorities of(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("authority-" + store.size(), certificate);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        TrustManager[] trusting = managers.getTrustManagers();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusting, null);
        return new TrustedAuthorities(context, (X509TrustManager) trusting[0]);
    }

    void use(OkHttpClient.Builder connections) {
        connections.sslSocketFactory(context.getSocketFactory(), trust);
    }

    private static IllegalArgumentException refused(Path file, Exception cause) {
        return new IllegalArgumentException(file + " (expected: a PEM file of certificates)", cause);
    }
}
