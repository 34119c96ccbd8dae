package dev.reelay.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.DisabledIf;

/** Marks tests of the embedded database; skipped for a native program, which has none. */
@DisabledIf(value = "dev.reelay.testing.Packaged#isNative", disabledReason = "A native program brings no database")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsEmbeddedDatabase {
}
