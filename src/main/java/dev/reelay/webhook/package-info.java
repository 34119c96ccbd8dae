/** Events of videos for the servers of their owners: endpoints, the outbox, and the worker that delivers. */
@NullMarked
package dev.reelay.webhook;

import org.jspecify.annotations.NullMarked;
