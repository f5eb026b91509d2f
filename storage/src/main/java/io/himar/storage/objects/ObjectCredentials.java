package io.himar.storage.objects;

import io.minio.credentials.AwsConfigProvider;
import io.minio.credentials.AwsEnvironmentProvider;
import io.minio.credentials.ChainedProvider;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import okhttp3.OkHttpClient;

/** As whom object storage is used. */
public interface ObjectCredentials {
    /** The same key always. */
    record Keys(String accessKey, String secretKey) implements ObjectCredentials {
        public Keys {
            ObjectStoreConfig.requireText("accessKey", accessKey);
            ObjectStoreConfig.requireText("secretKey", secretKey);
        }

        @Override
        public Provider provider(OkHttpClient http) {
            return new StaticProvider(accessKey, secretKey, null);
        }

        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "accessKey=" + accessKey;
        }
    }

    /**
     * What the place where the service runs gives it, and renews: the variables {@code AWS_ACCESS_KEY_ID} and so on,
     * the shared credentials file, a web identity token (a role of a Kubernetes service account), or the role of a
     * container or a machine. The first that there is counts.
     */
    record Surroundings() implements ObjectCredentials {
        @Override
        public Provider provider(OkHttpClient http) {
            return new ChainedProvider(
                    new AwsEnvironmentProvider(), new AwsConfigProvider(null, null), new IamAwsProvider(null, http));
        }
    }

    /** Gives the client its credentials when it signs. */
    Provider provider(OkHttpClient http);
}
