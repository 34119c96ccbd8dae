/** Accounts: limits, permits, cooldown, gauges. */
@NullMarked
package dev.reelay.upstream.account;

import org.jspecify.annotations.NullMarked;
