package dev.reelay.api.upload;

import io.smallrye.config.ConfigMapping;

import dev.reelay.outbound.UrlPolicyConfig;

/** The URLs of reference images that a create may name. */
@ConfigMapping(prefix = "reelay.api.image-urls")
interface ImageUrlConfig extends UrlPolicyConfig {
}
