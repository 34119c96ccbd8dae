/** The error codes of the API and the exception that carries them. Uses no other package of Reelay. */
@NullMarked
package dev.reelay.error;

import org.jspecify.annotations.NullMarked;
