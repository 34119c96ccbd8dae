/** The body of a create on its way in: bounds, fields, and the reference image in a file. */
@NullMarked
package dev.reelay.api.upload;

import org.jspecify.annotations.NullMarked;
