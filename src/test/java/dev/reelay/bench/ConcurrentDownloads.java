package dev.reelay.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fifty downloads at once, five of which hardly read. */
final class ConcurrentDownloads {
    static final int ALL = 50;
    static final int FAST = 45;

    private static final int SLOW = ALL - FAST;

    private final Download download;
    private volatile boolean enough;

    ConcurrentDownloads(Download download) {
        this.download = download;
    }

    /** @return after how many seconds all but the slow ones had all */
    double downloadAll() throws Exception {
        ExecutorService readers = Executors.newCachedThreadPool();
        try {
            List<Future<?>> slow = submit(readers, SLOW, () -> {
                download.slowly(() -> enough);
                return null;
            });
            long start = System.nanoTime();
            for (Future<?> reader : submit(readers, FAST, download::all)) {
                reader.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            enough = true;
            for (Future<?> reader : slow) {
                reader.get();
            }
            return seconds;
        } finally {
            readers.shutdownNow();
        }
    }

    private static List<Future<?>> submit(ExecutorService readers, int count, Callable<?> read) {
        List<Future<?>> all = new ArrayList<>();
        for (int reader = 0; reader < count; reader++) {
            all.add(readers.submit(read));
        }
        return all;
    }
}
