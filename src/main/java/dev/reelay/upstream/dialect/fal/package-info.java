/** The wire format of fal's queue. */
@NullMarked
package dev.reelay.upstream.dialect.fal;

import org.jspecify.annotations.NullMarked;
