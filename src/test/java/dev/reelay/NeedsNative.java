package dev.reelay;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIf;

/** About the native program: what is otherwise, or what has been tried on a JVM already. */
@EnabledIf(value = "dev.reelay.Packaged#isNative", disabledReason = "The program that was packaged runs on a JVM")
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsNative {
}
