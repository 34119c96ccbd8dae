package dev.reelay.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import dev.reelay.database.EmbeddedDatabase;
import dev.reelay.testing.Unpacked;

/**
 * A copy of a running database as it is at one moment (PostgreSQL, section 25.3.3). Started later, it is what a replica would
 * be that has not received what happened since.
 */
record LaggingCopy(Path directory) {
    /**
     * Copies a database.
     *
     * @param from the directory in which it runs
     * @param to a directory that does not exist
     */
    static LaggingCopy of(EmbeddedDatabase database, Path from, Path to) throws IOException, SQLException,
            InterruptedException {
        Unpacked.databaseInto(to);
        try (Connection connection = DriverManager.getConnection("jdbc:" + database.url(), EmbeddedDatabase.USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_backup_start('copy', true)");
            Path files = to.resolve("postgres");
            copy(from.resolve("postgres"), files);
            try (ResultSet end = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                end.next();
                Files.writeString(files.resolve("backup_label"), end.getString(1));
            }
            copy(from.resolve("postgres/pg_wal/."), files.resolve("pg_wal")); // with the end of the backup
            Files.delete(files.resolve("postmaster.pid"));
        }
        return new LaggingCopy(to);
    }

    EmbeddedDatabase start() {
        return EmbeddedDatabase.start(directory);
    }

    /** Keeps the owners of files. Some vanish while they are copied, which is normal. */
    private static void copy(Path from, Path to) throws IOException, InterruptedException {
        new ProcessBuilder("cp", "-a", from.toString(), to.toString()).start().waitFor();
    }
}
