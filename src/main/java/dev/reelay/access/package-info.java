/** Authentication with API keys and tickets, and rate limits of each owner. */
@NullMarked
package dev.reelay.access;

import org.jspecify.annotations.NullMarked;
