/** The JSON bodies of responses, and the fields of short ones of requests. */
@NullMarked
package dev.reelay.api.wire;

import org.jspecify.annotations.NullMarked;
