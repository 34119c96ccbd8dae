/** The endpoints of webhooks, and their JSON bodies. */
@NullMarked
package dev.reelay.api.webhooks;

import org.jspecify.annotations.NullMarked;
