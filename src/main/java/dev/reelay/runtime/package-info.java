/** The process: configuration check, banner, liveness, memory. */
@NullMarked
package dev.reelay.runtime;

import org.jspecify.annotations.NullMarked;
