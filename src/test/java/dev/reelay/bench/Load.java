package dev.reelay.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of asking for the same again and again over many connections.
 *
 * @param perSecond
 *        answers
 * @param p99
 *        the 99th percentile of their latencies, in ms
 */
record Load(double perSecond, double p99) {
    static final int CONNECTIONS = 64;

    private static final Path WRK = Path.of("/usr/bin/wrk");
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([\\d.]+)");
    private static final Pattern P99 = Pattern.compile("99% +([\\d.]+)(us|ms|s)\\b");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx.*|Socket errors.*");

    /** What asks: wrk where it is installed, a client of our own elsewhere. */
    static String client() {
        return Files.isExecutable(WRK) ? "wrk" : "a client of its own in Java";
    }

    static Load on(URI uri, int seconds) throws IOException, InterruptedException {
        return Files.isExecutable(WRK) ? wrk(uri, seconds) : LoadClient.run(uri, seconds);
    }

    private static Load wrk(URI uri, int seconds) throws IOException {
        Process process = new ProcessBuilder(WRK.toString(), "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s", "--latency",
                "--timeout", "30s",
                "-H", "Authorization: " + Gateway.KEY, uri.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (REFUSED.matcher(output).find()) {
            throw new AssertionError(output);
        }
        return new Load(Double.parseDouble(find(RATE, output).group(1)), p99(output));
    }

    private static double p99(String output) {
        Matcher found = find(P99, output);
        double number = Double.parseDouble(found.group(1));
        return switch (found.group(2)) {
            case "us" -> number / 1000;
            case "s" -> number * 1000;
            default -> number;
        };
    }

    private static Matcher find(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new AssertionError(output);
        }
        return matcher;
    }
}
