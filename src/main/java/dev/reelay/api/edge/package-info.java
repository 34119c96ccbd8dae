/** Where clients arrive: limits of connections, and faults of clients. */
@NullMarked
package dev.reelay.api.edge;

import org.jspecify.annotations.NullMarked;
