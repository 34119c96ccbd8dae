package dev.reelay.chaos;

import static java.util.stream.Collectors.groupingBy;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.reelay.chaos.Note.Ended;
import dev.reelay.chaos.Note.Received;
import dev.reelay.chaos.Note.Seen;
import dev.reelay.chaos.Note.Sent;

/** The notes of all clients in one order, also as JSON lines in a file. It is thread-safe. */
final class History implements AutoCloseable {
    static final String FILE = "history.jsonl";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long start = System.nanoTime();
    private final AtomicLong calls = new AtomicLong();
    private final List<Note> notes = new ArrayList<>();
    private final BufferedWriter file;

    /** Creates an empty history, which is also written to a file of this folder. */
    History(Path folder) throws IOException {
        this.file = Files.newBufferedWriter(folder.resolve(FILE));
    }

    /** Returns the notes of a former run. */
    static List<Note> read(Path folder) throws IOException {
        List<Note> notes = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(FILE))) {
            notes.add(JSON.readValue(line, Note.class));
        }
        return notes;
    }

    /** Returns the calls in the order in which they were sent. */
    static List<Call> calls(List<Note> notes) {
        Map<Long, List<Note>> byCall = notes.stream().collect(groupingBy(Note::call));
        return all(Sent.class, notes).stream().map(sent -> {
            List<Note> ours = byCall.get(sent.call());
            Optional<Ended> end = all(Ended.class, ours).stream().findFirst();
            return new Call(sent, all(Seen.class, ours), all(Received.class, ours), end);
        }).toList();
    }

    private static <N extends Note> List<N> all(Class<N> type, List<Note> notes) {
        return notes.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Returns the time since the start in nanoseconds. */
    long now() {
        return System.nanoTime() - start;
    }

    /** Returns the number of a new call. */
    long nextCall() {
        return calls.incrementAndGet();
    }

    /** Writes a note down. */
    synchronized void add(Note note) {
        notes.add(note);
        try {
            file.write(JSON.writeValueAsString(note));
            file.newLine();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized List<Note> notes() {
        return List.copyOf(notes);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
