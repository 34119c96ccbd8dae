/** Push parsers of request bodies: forms and JSON, in pieces of any size, without a value as a whole. Plain Java. */
@NullMarked
package dev.reelay.api.body;

import org.jspecify.annotations.NullMarked;
