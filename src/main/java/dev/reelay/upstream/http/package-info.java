/**
 * Requests and responses that several dialects have in common: JSON over HTTP, with an image that is never in memory as a
 * whole.
 */
@NullMarked
package dev.reelay.upstream.http;

import org.jspecify.annotations.NullMarked;
