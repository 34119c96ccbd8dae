package dev.reelay.outbound;

import java.util.List;

import io.smallrye.config.WithDefault;

/** The keys of a {@link UrlPolicy}, which each feature with URLs of clients has under its own prefix. */
public interface UrlPolicyConfig {
    /** Whether URLs with {@code http} are allowed. */
    @WithDefault("false")
    boolean allowHttp();

    /** Whether addresses of private networks are allowed. */
    @WithDefault("false")
    boolean allowPrivate();

    /** The allowed ports. */
    @WithDefault("443,80,1024-65535")
    List<PortRange> ports();

    /** Returns the policy that these keys describe. */
    default UrlPolicy policy() {
        return new UrlPolicy(allowHttp(), allowPrivate(), ports());
    }
}
