/** One OpenTelemetry trace for each video, on whatever nodes it is made. */
@NullMarked
package dev.reelay.trace;

import org.jspecify.annotations.NullMarked;
