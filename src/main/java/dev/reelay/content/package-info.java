/** Delivers the content of completed videos to clients: from the archive, or from the upstream. */
@NullMarked
package dev.reelay.content;

import org.jspecify.annotations.NullMarked;
