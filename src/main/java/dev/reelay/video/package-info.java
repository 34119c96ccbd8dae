/** The video: its value, its state machine and its storage. */
@NullMarked
package dev.reelay.video;

import org.jspecify.annotations.NullMarked;
