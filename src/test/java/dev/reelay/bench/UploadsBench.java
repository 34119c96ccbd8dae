package dev.reelay.bench;

import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;

/**
 * Uploads in a heap of 128 MB: 60 images of almost 10 MB at once in each form, and 60 uploads that stop halfway, while a reader
 * asks for a video. Each upload is answered, and memory stays flat.
 */
class UploadsBench {
    private static final int ROUNDS = 3;
    private static final int UPLOADS = 60;
    private static final int UPLOADS_OF_KEY = 20;
    private static final List<Integer> ALLOWED = List.of(200, 429, 503);

    private final Map<Integer, Integer> answers = new TreeMap<>();
    private final List<Double> reads = new ArrayList<>();
    private final List<Double> resident = new ArrayList<>();

    @Test
    void inASmallHeap() throws Exception {
        Report report = new Report("Uploads", "");
        try (Origin origin = new Origin("in_progress");
                Gateway gateway = Gateway.start("uploads", origin.url(), Map.of(), "-Xmx128m")) {
            gateway.addWatched(1);
            Map<UploadBody, Double> seconds = new TreeMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                for (UploadBody body : UploadBody.values()) {
                    seconds.merge(body, besideReader(gateway, () -> sendAll(gateway, body)), Math::min);
                }
                for (UploadBody body : UploadBody.values()) {
                    besideReader(gateway, () -> stopHalfway(gateway, body));
                }
                resident.add(Memory.resident(gateway.pid()) / 1024.0);
            }
            seconds.forEach((body, best) -> report.add("60 creates at once, as " + body.title() + ": all answered", "s", best,
                    Optional.empty()));
            report(report, gateway);
        }
        report.close();
    }

    private void report(Report report, Gateway gateway) {
        report.add("answers other than 200, 429 and 503", "",
                answers.entrySet().stream().filter(answer -> !ALLOWED.contains(answer.getKey()))
                        .mapToInt(Map.Entry::getValue).sum(),
                Optional.empty(), Goal.atMost(0));
        report.add("OutOfMemoryError in the output", "",
                gateway.output().lines().filter(line -> line.contains("OutOfMemoryError")).count(), Optional.empty(),
                Goal.atMost(0));
        report.add("a reader beside them: p50", "ms", percentile(50), Optional.empty());
        report.add("a reader beside them: p99", "ms", percentile(99), Optional.empty());
        report.add("resident after the first round", "MB", resident.get(0), Optional.empty());
        report.add("growth of it over the rounds after the first", "MB", resident.get(ROUNDS - 1) - resident.get(0),
                Optional.empty(), Goal.atMost(48));
        report.note("Answers by status code: " + answers);
    }

    private double percentile(int percent) {
        return Rounds.percentile(percent, reads.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Returns how many seconds the work takes. */
    private double besideReader(Gateway gateway, Work work) throws Exception {
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<?> reading = reader.submit(() -> {
                Caller caller = new Caller(gateway.uri());
                while (!Thread.currentThread().isInterrupted()) {
                    long start = System.nanoTime();
                    caller.video(Gateway.ID.formatted(0));
                    reads.add((System.nanoTime() - start) / 1e6);
                }
                return null;
            });
            long start = System.nanoTime();
            work.run();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (reading.isDone()) {
                reading.get(); // fails as the reader did
            }
            return seconds;
        } finally {
            reader.shutdownNow();
        }
    }

    private void sendAll(Gateway gateway, UploadBody body) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(UPLOADS);
        try {
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int upload = 0; upload < UPLOADS; upload++) {
                String key = key(upload);
                statuses.add(clients.submit(() -> body.send(gateway.uri(), key)));
            }
            for (Future<Integer> status : statuses) {
                answers.merge(status.get(), 1, Integer::sum);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static void stopHalfway(Gateway gateway, UploadBody body) throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int upload = 0; upload < UPLOADS; upload++) {
                open.add(body.begin(gateway.uri(), key(upload)));
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static String key(int upload) {
        return "sk-fresh" + (1 + upload / UPLOADS_OF_KEY);
    }
}
