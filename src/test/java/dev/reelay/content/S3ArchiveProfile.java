package dev.reelay.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The settings of {@link DiskArchiveProfile} with an archive in S3. */
public final class S3ArchiveProfile implements QuarkusTestProfile {
    private final DiskArchiveProfile disk = new DiskArchiveProfile();

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>(disk.getConfigOverrides());
        config.put("reelay.archive.type", "s3");
        return config;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        List<TestResourceEntry> resources = new ArrayList<>(disk.testResources());
        resources.add(new TestResourceEntry(S3Server.class));
        return resources;
    }
}
