/** Where clients arrive: limits of connections, faults of clients, and paths that are refused. */
@NullMarked
package dev.reelay.api.edge;

import org.jspecify.annotations.NullMarked;
