/** The entry point, the configuration check and the process: database, memory, liveness. */
@NullMarked
package dev.reelay;

import org.jspecify.annotations.NullMarked;
