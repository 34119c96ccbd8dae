package dev.reelay.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log of this process since a test opened it, without the warnings of Vert.x about a machine that is too busy. */
public final class LogLines extends Handler implements AutoCloseable {
    private static final String BUSY_MACHINE = "io.vertx.core.impl.BlockedThreadChecker";

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Logger root = Logger.getLogger("");

    public LogLines() {
        root.addHandler(this);
    }

    /** Returns the records of this level or a higher one, and all with a stack trace. */
    public List<String> atLeast(Level level) {
        return records.stream()
                .filter(line -> line.getLevel().intValue() >= level.intValue() || line.getThrown() != null)
                .map(line -> "%s %s %s %s".formatted(line.getLevel(), line.getLoggerName(), line.getMessage(),
                        line.getThrown()))
                .toList();
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.INFO.intValue() && !BUSY_MACHINE.equals(line.getLoggerName())) {
            records.add(line);
        }
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
