import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** S3 with signatures on port 8333, keys from the environment, objects below the folder of the option -dir. */
public class Objects {
    public static void main(String[] options) throws Exception {
        String folder = "/data";
        for (String option : options) {
            folder = option.startsWith("-dir=") ? option.substring("-dir=".length()) : folder;
        }
        Path buckets = Files.createDirectories(Path.of(folder, "buckets"));
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(buckets.toString()))
                .endpoint(URI.create("http://0.0.0.0:8333"))
                .awsAuthentication(
                        AuthenticationType.AWS_V4, System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY"))
                .ignoreUnknownHeaders(true)
                .jettyMaxThreads(64)
                .build();
        server.start();
        System.out.println("Listening on 8333, objects lie in " + buckets);
        Thread.currentThread().join();
    }
}
