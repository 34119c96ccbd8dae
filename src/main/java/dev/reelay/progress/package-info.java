/** Notifies the subscribers on this node of each change of a video or of an owner's videos, whichever node made it. */
@NullMarked
package dev.reelay.progress;

import org.jspecify.annotations.NullMarked;
