/** Traces, log lines and metrics of a video's life. */
@NullMarked
package dev.reelay.telemetry;

import org.jspecify.annotations.NullMarked;
