/** What was made, by whom, at what cost: budgets in money, and the sums of the ledger. */
@NullMarked
package dev.reelay.usage;

import org.jspecify.annotations.NullMarked;
