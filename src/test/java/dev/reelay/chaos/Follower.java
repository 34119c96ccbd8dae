package dev.reelay.chaos;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.reelay.chaos.Caller.House;
import dev.reelay.chaos.Caller.Position;

/** A client that reads the events of all videos of its owner, from before the first create until the last change. */
final class Follower implements Runnable {
    private static final int RETRY_MILLIS = 300;

    /** Lines of the stream, on average, after which it goes to another node. */
    private static final int ONE_LEAVES_OF = 100;

    private final House house;
    private final Caller caller;
    private final List<Node> nodes;
    private final Random random;
    private final CountDownLatch giveUp;
    private final CountDownLatch connected = new CountDownLatch(1);
    private volatile OptionalLong goal = OptionalLong.empty();

    /** @param giveUp when it leaves, whatever is missing */
    Follower(int number, History history, House house, List<Node> nodes, Random random, CountDownLatch giveUp) {
        this.house = house;
        this.caller = new Caller(history, number, house);
        this.nodes = nodes;
        this.random = random;
        this.giveUp = giveUp;
    }

    String owner() {
        return house.owner();
    }

    /** Returns whether it has a first position. */
    boolean isConnected() {
        return connected.getCount() == 0;
    }

    /** Leaves once it has seen this position. */
    void leaveAt(long position) {
        goal = OptionalLong.of(position);
    }

    @Override
    public void run() {
        try {
            Position position = Position.START;
            while (!isEnough(position) && !giveUp.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                position = caller.follow(nodes.get(random.nextInt(nodes.size())), position,
                        now -> isEnough(now) || random.nextInt(ONE_LEAVES_OF) == 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isEnough(Position position) {
        if (position.lastId() >= 0) {
            connected.countDown();
        }
        return giveUp.getCount() == 0 || goal.isPresent() && position.lastId() >= goal.getAsLong();
    }
}
