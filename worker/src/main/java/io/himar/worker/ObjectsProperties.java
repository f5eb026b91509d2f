package io.himar.worker;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where pictures are stored, {@code himar.objects.*}. Workers only write, so the public end point may be left out.
 *
 * @param endpoint address of an S3 service
 * @param publicEndpoint its address in signed URLs
 */
@ConfigurationProperties("himar.objects")
record ObjectsProperties(
        URI endpoint,
        URI publicEndpoint,
        @DefaultValue("himar") String bucket,
        @DefaultValue("us-east-1") String region,
        String accessKey,
        String secretKey) {
    ObjectsProperties {
        Expect.that(endpoint != null, "himar.objects.endpoint", null, "the address of an S3 service");
        Expect.notBlank("himar.objects.access-key", accessKey);
        Expect.notBlank("himar.objects.secret-key", secretKey == null ? null : "given");
        publicEndpoint = publicEndpoint == null ? endpoint : publicEndpoint;
    }
}
