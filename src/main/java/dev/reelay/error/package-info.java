/** What can go wrong, in the words of the API: a leaf that every other package may use. */
@NullMarked
package dev.reelay.error;

import org.jspecify.annotations.NullMarked;
