package dev.reelay.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIf;

/** Marks tests of the native program; skipped on a JVM. */
@EnabledIf(value = "dev.reelay.testing.Packaged#isNative", disabledReason = "The program that was packaged runs on a JVM")
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsNative {
}
