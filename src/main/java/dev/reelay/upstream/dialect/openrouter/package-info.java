/** The wire format of OpenRouter's video API. */
@NullMarked
package dev.reelay.upstream.dialect.openrouter;

import org.jspecify.annotations.NullMarked;
