/** OpenTelemetry traces: one for each video, across all nodes that process it. */
@NullMarked
package dev.reelay.trace;

import org.jspecify.annotations.NullMarked;
