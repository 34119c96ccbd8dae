/** The port to a wire format, and its values. */
@NullMarked
package dev.reelay.upstream.dialect;

import org.jspecify.annotations.NullMarked;
