/** Processes videos from the create to the terminal status: claims, submits and polls them, and takes over. */
@NullMarked
package dev.reelay.pipeline;

import org.jspecify.annotations.NullMarked;
