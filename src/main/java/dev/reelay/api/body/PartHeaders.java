package dev.reelay.api.body;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * The headers of a part of a form (RFC 7578).
 *
 * @param name name of the field; empty if the part is no field of a form
 * @param isFile true if the part has a file name
 * @param isText true if the part has no file name, and a text as its content type or none
 * @param charset character set of a text, if the part has one
 * @param transferEncoding transfer encoding in lower case, if the part has one
 */
public record PartHeaders(Optional<String> name, boolean isFile, boolean isText, Optional<String> charset,
        Optional<String> transferEncoding) {
    private static final String TEXT = "text/";

    /**
     * Parses the lines of the headers, without their line ends.
     *
     * @throws ReelayException with {@code invalid_request} for a line that is no header
     */
    static PartHeaders parse(List<String> lines) {
        Map<String, String> headers = new HashMap<>();
        String last = "";
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (!last.isEmpty() && (line.startsWith(" ") || line.startsWith("\t"))) {
                headers.merge(last, line, String::concat);
            } else if (colon > 0) {
                last = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                headers.put(last, line.substring(colon + 1).strip());
            } else {
                throw new ReelayException(ErrorCode.INVALID_REQUEST, "The form is malformed: a part has an invalid header");
            }
        }
        Map<String, String> disposition = parametersOf(headers.getOrDefault("content-disposition", ""), "form-data");
        boolean isFile = disposition.containsKey("filename") || disposition.containsKey("filename*");
        String type = headers.getOrDefault("content-type", TEXT);
        return new PartHeaders(Optional.ofNullable(disposition.get("name")), isFile,
                !isFile && type.regionMatches(true, 0, TEXT, 0, TEXT.length()), parameter("charset", type),
                Optional.ofNullable(headers.get("content-transfer-encoding")).map(value -> value.toLowerCase(Locale.ROOT)));
    }

    /** Returns a parameter of a header's value, such as the boundary of {@code multipart/form-data; boundary=x}. */
    public static Optional<String> parameter(String name, String value) {
        return Optional.ofNullable(parametersOf(value, "").get(name));
    }

    private static Map<String, String> parametersOf(String value, String type) {
        Map<String, String> parameters = new HashMap<>();
        int at = value.regionMatches(true, 0, type, 0, type.length()) ? value.indexOf(';') : -1;
        while (at >= 0) {
            int end = endOfParameter(value, at + 1);
            String parameter = value.substring(at + 1, end);
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        unquoted(parameter.substring(equals + 1).strip()));
            }
            at = end < value.length() ? end : -1;
        }
        return parameters;
    }

    /** Returns the index of the next semicolon outside of quotes, or the end. */
    private static int endOfParameter(String value, int from) {
        boolean quoted = false;
        for (int at = from; at < value.length(); at++) {
            char next = value.charAt(at);
            if (next == '"' && !(quoted && value.charAt(at - 1) == '\\')) {
                quoted = !quoted;
            } else if (next == ';' && !quoted) {
                return at;
            }
        }
        return value.length();
    }

    /** Returns the text between the quotes, of which the closing one may be missing, or a text without quotes as it is. */
    private static String unquoted(String text) {
        if (!text.startsWith("\"")) {
            return text;
        }
        int end = text.length() > 1 && text.endsWith("\"") ? text.length() - 1 : text.length();
        return text.substring(1, end).replace("\\\"", "\"");
    }
}
