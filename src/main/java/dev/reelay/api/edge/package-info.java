/** The entrance of clients: limits on connections, reports of client faults, refusal of ambiguous paths, shutdown. */
@NullMarked
package dev.reelay.api.edge;

import org.jspecify.annotations.NullMarked;
