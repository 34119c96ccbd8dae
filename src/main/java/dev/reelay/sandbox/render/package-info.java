/** Clips from a prompt with ffmpeg. */
@NullMarked
package dev.reelay.sandbox.render;

import org.jspecify.annotations.NullMarked;
