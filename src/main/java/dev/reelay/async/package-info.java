/** Event-loop contexts, periodic tasks, single flight, fan-out. */
@NullMarked
package dev.reelay.async;

import org.jspecify.annotations.NullMarked;
