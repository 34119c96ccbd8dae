/** The contract's wire format. */
@NullMarked
package dev.reelay.upstream.dialect.sora;

import org.jspecify.annotations.NullMarked;
