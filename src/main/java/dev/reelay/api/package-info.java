/** The published contract: the manual's endpoints, their bodies and errors, and the progress stream. */
@NullMarked
package dev.reelay.api;

import org.jspecify.annotations.NullMarked;
