/** Filters, error mapping, request parsing, shutdown. */
@NullMarked
package dev.reelay.api.http;

import org.jspecify.annotations.NullMarked;
