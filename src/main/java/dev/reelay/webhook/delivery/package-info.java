/** One delivery of a webhook: its signature, its request, and the time of the next try. */
@NullMarked
package dev.reelay.webhook.delivery;

import org.jspecify.annotations.NullMarked;
