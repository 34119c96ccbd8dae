/** The wire format of Runway's API. */
@NullMarked
package dev.reelay.upstream.dialect.runway;

import org.jspecify.annotations.NullMarked;
