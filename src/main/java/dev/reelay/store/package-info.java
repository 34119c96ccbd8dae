/** Rows, SQL, leases and queues of the table `video`. */
@NullMarked
package dev.reelay.store;

import org.jspecify.annotations.NullMarked;
