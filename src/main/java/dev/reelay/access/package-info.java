/** API keys, callers, tickets; decides on limits, given the counts. */
@NullMarked
package dev.reelay.access;

import org.jspecify.annotations.NullMarked;
