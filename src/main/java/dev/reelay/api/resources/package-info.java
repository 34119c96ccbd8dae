/** The endpoints. */
@NullMarked
package dev.reelay.api.resources;

import org.jspecify.annotations.NullMarked;
