package dev.reelay.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIf;

import dev.reelay.testing.Slow;

/** A test in a browser, skipped on machines without Chromium or Node.js. */
@Slow
@EnabledIf(value = "dev.reelay.page.Chromium#isThere", disabledReason = "There is no Chromium, or no Node.js to drive it with")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface NeedsChromium {
}
