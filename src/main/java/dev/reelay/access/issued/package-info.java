/** The keys that administrators issue: their rows, their audit, and their way into the memory of each node. */
@NullMarked
package dev.reelay.access.issued;

import org.jspecify.annotations.NullMarked;
