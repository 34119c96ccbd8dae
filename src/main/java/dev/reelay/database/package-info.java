/** Connections, migrations, notifications, retries; knows no table of ours. */
@NullMarked
package dev.reelay.database;

import org.jspecify.annotations.NullMarked;
