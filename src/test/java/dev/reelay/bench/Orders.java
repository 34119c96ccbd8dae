package dev.reelay.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/** The input of a process of readers: each line is a number of readers to add. The process ends when its input ends. */
final class Orders {
    private Orders() {
    }

    /** Calls {@code add} for each line, on a thread of its own. */
    static void hear(IntConsumer add) {
        Thread orders = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    add.accept(Integer.parseInt(line));
                }
            } catch (IOException endsBelow) {
                System.err.println(endsBelow);
            }
            // Who gave the orders is gone.
            System.exit(0);
        });
        orders.setDaemon(true);
        orders.start();
    }
}
