/** The rows of webhooks: endpoints, secrets, events and deliveries. */
@NullMarked
package dev.reelay.webhook.store;

import org.jspecify.annotations.NullMarked;
