package dev.reelay.testing;

import java.util.ArrayDeque;
import java.util.Deque;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

import dev.reelay.testing.FaultProxy.Direction;

/** One direction of a connection through a {@link FaultProxy}: a queue of bytes with the times at which they arrive. */
final class FaultLane {
    /** The sender waits while more bytes than this are on their way. */
    private static final int ON_THE_WAY = 256 * 1024;
    /** How often a limited bandwidth sends, per second. */
    private static final int PIECES_PER_SECOND = 20;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Vertx vertx;
    private final Faults faults;
    private final Direction direction;
    private final NetSocket from;
    private final NetSocket to;
    private final Runnable reset;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private int waiting;
    private long lastArrival = System.nanoTime();
    private long freeAt = System.nanoTime();
    private long passed;
    private boolean timed;
    private boolean ended;
    private boolean over;

    private record Piece(Buffer bytes, long arrival) {
    }

    FaultLane(Vertx vertx, Faults faults, Direction direction, NetSocket from, NetSocket to, Runnable reset) {
        this.vertx = vertx;
        this.faults = faults;
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.reset = reset;
        from.handler(this::take).endHandler(end -> end());
        from.exceptionHandler(broken -> {
            // The end follows.
        });
        to.drainHandler(drained -> flow());
    }

    void countFromNow() {
        passed = 0;
    }

    /** Passes nothing on from now, not even the end. */
    void forget() {
        over = true;
        pieces.clear();
        waiting = 0;
    }

    /** Passes on what has arrived, as far as the faults allow. */
    void flow() {
        while (!over && !pieces.isEmpty() && !faults.stops(direction) && !to.writeQueueFull()) {
            long early = Math.max(pieces.element().arrival, freeAt) - System.nanoTime();
            if (early > 0) {
                flowIn(early);
                return;
            }
            pass();
        }
        if (!over && ended && pieces.isEmpty() && !faults.stops(direction)) {
            over = true;
            to.close();
        }
    }

    private void take(Buffer bytes) {
        if (over) {
            return;
        }
        lastArrival = Math.max(lastArrival, System.nanoTime() + faults.nextDelayNanos());
        pieces.add(new Piece(bytes, lastArrival));
        waiting += bytes.length();
        if (waiting > ON_THE_WAY) {
            from.pause();
        }
        flow();
    }

    private void end() {
        ended = true;
        flow();
    }

    private void flowIn(long nanos) {
        if (!timed) {
            timed = true;
            vertx.setTimer((long) Math.ceil(nanos / NANOS_PER_MILLI), late -> {
                timed = false;
                flow();
            });
        }
    }

    private void pass() {
        Piece next = pieces.remove();
        int length = (int) Math.min(next.bytes.length(), Math.min(bytesAtOnce(), faults.bytesUntilReset(direction) - passed));
        if (length < next.bytes.length()) {
            pieces.addFirst(new Piece(next.bytes.slice(length, next.bytes.length()), next.arrival));
        }
        waiting -= length;
        passed += length;
        if (faults.bytesPerSecond() > 0) {
            freeAt = System.nanoTime() + (long) (NANOS_PER_SECOND * length / faults.bytesPerSecond());
        }
        Future<Void> written = to.write(next.bytes.slice(0, length));
        if (faults.resets(direction, passed)) {
            faults.resetDone(direction);
            over = true;
            written.onComplete(sent -> reset.run());
        } else if (waiting <= ON_THE_WAY) {
            from.resume();
        }
    }

    private long bytesAtOnce() {
        return faults.bytesPerSecond() == 0 ? Integer.MAX_VALUE : Math.max(1, faults.bytesPerSecond() / PIECES_PER_SECOND);
    }
}
