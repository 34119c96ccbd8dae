/** Server-Sent Events: framing, connections, sources. */
@NullMarked
package dev.reelay.api.sse;

import org.jspecify.annotations.NullMarked;
