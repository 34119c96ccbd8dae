package dev.reelay.chaos;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.reelay.chaos.Caller.Answer;
import dev.reelay.chaos.Caller.House;
import dev.reelay.chaos.Caller.Position;

/** A client that does one thing after the other, by chance, until the run ends; then it brings the last one to its end. */
final class Client implements Runnable {
    private static final int THINKS_MILLIS = 4_000;
    private static final int RETRY_MILLIS = 500;
    /** Lines of a stream, on average, after which a client goes to another node. */
    private static final int ONE_LEAVES_OF = 20;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int REMEMBERED = 20;

    private final int number;
    private final Caller caller;
    private final List<Node> nodes;
    private final Random random;
    private final CountDownLatch end;
    private final CountDownLatch giveUp;
    /** The last videos of all clients of the key. */
    private final ConcurrentLinkedDeque<String> shared;
    private int creates;

    /**
     * @param end when no new thing is begun
     * @param giveUp when nothing is waited for any more
     */
    Client(int number, History history, House house, ConcurrentLinkedDeque<String> shared, List<Node> nodes, Random random,
            CountDownLatch end, CountDownLatch giveUp) {
        this.number = number;
        this.caller = new Caller(history, number, house);
        this.shared = shared;
        this.nodes = nodes;
        this.random = random;
        this.end = end;
        this.giveUp = giveUp;
    }

    @Override
    public void run() {
        try {
            while (!end.await(random.nextInt(THINKS_MILLIS), TimeUnit.MILLISECONDS)) {
                act();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void act() throws InterruptedException {
        switch (random.nextInt(6)) {
            case 0 -> watchAndDownload(create(false));
            case 1 -> watchAndDownload(create(true));
            case 2 -> pollAndDelete(create(true));
            case 3 -> cancel(create(random.nextBoolean()));
            case 4 -> waitForEnd(create(false));
            default -> lookAtAnother();
        }
    }

    /** Creates a video; with a key it asks until the answer is certain. Returns its id, or an empty text. */
    private String create(boolean keyed) throws InterruptedException {
        creates++;
        String prompt = "client %d, video %d".formatted(number, creates);
        String model = Stage.MODELS.get(random.nextInt(Stage.MODELS.size()));
        String key = keyed ? prompt : "";
        Answer answer = caller.create(node(), model, prompt, key);
        while (keyed && isUncertain(answer) && goOn()) {
            answer = caller.create(node(), model, prompt, key);
        }
        String video = answer.isOk() ? answer.body().getString("id") : "";
        if (!video.isEmpty()) {
            shared.addFirst(video);
            if (shared.size() > REMEMBERED) {
                shared.pollLast();
            }
        }
        return video;
    }

    private static boolean isUncertain(Answer answer) {
        return answer.status() == Note.BROKEN || answer.status() >= 500 || answer.status() == CONFLICT;
    }

    private void watchAndDownload(String video) throws InterruptedException {
        if (!video.isEmpty()) {
            watch(video);
            caller.download(node(), video, random.nextInt(3) == 0 ? random.nextInt(60_000) : 0);
        }
    }

    /** Reads the events of a video until its end, at one node after another; leaves some nodes in the middle. */
    private void watch(String video) throws InterruptedException {
        Position position = caller.watch(node(), video, Position.START, this::leaves);
        while (!position.ended() && position.status() != NO_CONTENT && position.status() != NOT_FOUND && goOn()) {
            position = caller.watch(node(), video, position, this::leaves);
        }
    }

    private boolean leaves(Position position) {
        return giveUp.getCount() == 0 || !position.ended() && random.nextInt(ONE_LEAVES_OF) == 0;
    }

    private void pollAndDelete(String video) throws InterruptedException {
        if (!video.isEmpty()) {
            Answer answer = caller.read(node(), video, false);
            while (!isEnd(answer) && goOn()) {
                answer = caller.read(node(), video, false);
            }
            if (random.nextBoolean()) {
                caller.delete(node(), video);
            }
        }
    }

    private void waitForEnd(String video) throws InterruptedException {
        if (!video.isEmpty()) {
            Answer answer = caller.read(node(), video, true);
            while (!isEnd(answer) && goOn()) {
                answer = caller.read(node(), video, true);
            }
        }
    }

    private static boolean isEnd(Answer answer) {
        return answer.status() == NOT_FOUND
                || answer.isOk() && ReaderRules.isTerminal(answer.body().getString("status", ""));
    }

    private void cancel(String video) throws InterruptedException {
        if (!video.isEmpty()) {
            giveUp.await(random.nextInt(THINKS_MILLIS), TimeUnit.MILLISECONDS);
            caller.cancel(node(), video);
            caller.read(node(), video, false);
        }
    }

    /** Watches or downloads a video of another client with this key. */
    private void lookAtAnother() throws InterruptedException {
        List<String> known = List.copyOf(shared);
        if (!known.isEmpty()) {
            String video = known.get(random.nextInt(known.size()));
            if (random.nextBoolean()) {
                watch(video);
            } else {
                caller.download(node(), video, 0);
            }
        }
    }

    private Node node() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    /** Waits before a retry; returns false if the run is over. */
    private boolean goOn() throws InterruptedException {
        return !giveUp.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }
}
