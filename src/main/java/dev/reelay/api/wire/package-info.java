/** The JSON bodies of responses. */
@NullMarked
package dev.reelay.api.wire;

import org.jspecify.annotations.NullMarked;
