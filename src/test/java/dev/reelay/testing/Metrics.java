package dev.reelay.testing;

import static io.restassured.RestAssured.given;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics of the program at one moment, in Prometheus format. */
public record Metrics(String text) {
    private static final Pattern NAME = Pattern.compile("[{ ]");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    public static Metrics read() {
        return new Metrics(given().get("/q/metrics").then().statusCode(200).extract().asString());
    }

    public Set<String> names() {
        return samples().map(sample -> NAME.split(sample)[0]).collect(Collectors.toSet());
    }

    /** Returns the sum of the samples of that name with these labels, each as {@code name="value"}. */
    public double sum(String name, String... labels) {
        return samples().filter(sample -> NAME.split(sample)[0].equals(name))
                .filter(sample -> Stream.of(labels).allMatch(sample::contains))
                .mapToDouble(sample -> Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1))).sum();
    }

    /** Returns the values of a label of a metric. */
    public List<String> values(String name, String label) {
        return samples().filter(sample -> NAME.split(sample)[0].equals(name))
                .flatMap(sample -> Pattern.compile(label + "=\"([^\"]*)\"").matcher(sample).results())
                .map(value -> value.group(1)).distinct().toList();
    }

    /** Returns the labels of each metric with this prefix, without those that Prometheus adds to a histogram. */
    public Map<String, Set<String>> labels(String prefix) {
        return samples().filter(sample -> sample.startsWith(prefix)).collect(Collectors.groupingBy(
                sample -> NAME.split(sample)[0].replaceAll("_(bucket|count|sum|max)$", ""), TreeMap::new,
                Collectors.flatMapping(sample -> LABEL.matcher(sample).results().map(label -> label.group(1))
                        .filter(label -> !label.equals("le")), Collectors.toSet())));
    }

    /** Returns the help lines of the metrics. */
    public List<String> help() {
        return text.lines().filter(line -> line.startsWith("# HELP ")).toList();
    }

    private Stream<String> samples() {
        return text.lines().filter(line -> !line.startsWith("#"));
    }
}
