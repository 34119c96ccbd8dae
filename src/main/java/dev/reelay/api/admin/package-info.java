/** The endpoints of administrators, and their JSON bodies; also a caller's view of its own key. */
@NullMarked
package dev.reelay.api.admin;

import org.jspecify.annotations.NullMarked;
