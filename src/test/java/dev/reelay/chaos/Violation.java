package dev.reelay.chaos;

/**
 * A rule that did not hold.
 *
 * @param rule the name of the rule
 * @param evidence what was seen, with the notes that show it
 */
record Violation(String rule, String evidence) {
    @Override
    public String toString() {
        return rule + ": " + evidence;
    }
}
