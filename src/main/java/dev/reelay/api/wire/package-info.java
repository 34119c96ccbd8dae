/** JSON and form bodies, both ways. */
@NullMarked
package dev.reelay.api.wire;

import org.jspecify.annotations.NullMarked;
