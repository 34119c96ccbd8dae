/** The start of the program; everything else is in the packages below. */
@NullMarked
package dev.reelay;

import org.jspecify.annotations.NullMarked;
