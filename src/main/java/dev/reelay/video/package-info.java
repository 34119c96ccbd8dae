/** The video: its value, its life cycle, and the one place that stores it. */
@NullMarked
package dev.reelay.video;

import org.jspecify.annotations.NullMarked;
