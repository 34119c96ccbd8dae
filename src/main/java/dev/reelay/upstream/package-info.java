/** Client of the upstream, the service that makes the videos: accounts, limits, resilience and the wire format. */
@NullMarked
package dev.reelay.upstream;

import org.jspecify.annotations.NullMarked;
