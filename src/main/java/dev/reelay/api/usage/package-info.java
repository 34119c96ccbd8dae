/** The endpoints of usage, and their bodies in JSON and CSV. */
@NullMarked
package dev.reelay.api.usage;

import org.jspecify.annotations.NullMarked;
