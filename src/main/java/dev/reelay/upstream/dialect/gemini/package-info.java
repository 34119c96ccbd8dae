/** The wire format of Veo in Google's Gemini API. */
@NullMarked
package dev.reelay.upstream.dialect.gemini;

import org.jspecify.annotations.NullMarked;
