/** Our own copy of finished videos: storages, worker, sweeper. */
@NullMarked
package dev.reelay.content.archive;

import org.jspecify.annotations.NullMarked;
