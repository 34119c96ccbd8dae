/** Rows, SQL, leases and queues of videos; the exact counts of creates. */
@NullMarked
package dev.reelay.store;

import org.jspecify.annotations.NullMarked;
