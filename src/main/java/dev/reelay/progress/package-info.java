/** Who watches a video hears of each change, whichever node made it. */
@NullMarked
package dev.reelay.progress;

import org.jspecify.annotations.NullMarked;
