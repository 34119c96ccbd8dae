/** The service that makes the videos, reached over HTTP in the manual's words and answered in the domain's. */
@NullMarked
package dev.reelay.upstream;

import org.jspecify.annotations.NullMarked;
