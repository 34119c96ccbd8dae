/** Who calls: API keys and the callers behind them. */
@NullMarked
package dev.reelay.access;

import org.jspecify.annotations.NullMarked;
