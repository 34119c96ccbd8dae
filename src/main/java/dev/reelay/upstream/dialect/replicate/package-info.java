/** The wire format of Replicate's predictions. */
@NullMarked
package dev.reelay.upstream.dialect.replicate;

import org.jspecify.annotations.NullMarked;
