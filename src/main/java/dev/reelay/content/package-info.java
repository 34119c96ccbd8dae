/** The bytes of finished videos, on their way from the upstream to the caller. */
@NullMarked
package dev.reelay.content;

import org.jspecify.annotations.NullMarked;
