/** The guard of requests to URLs that a client or an upstream names: no such request reaches a private network. */
@NullMarked
package dev.reelay.outbound;

import org.jspecify.annotations.NullMarked;
