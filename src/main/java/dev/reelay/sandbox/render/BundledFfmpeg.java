package dev.reelay.sandbox.render;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The ffmpeg of the build's dependency {@code org.bytedeco:ffmpeg}. This class copies its files from the class path itself:
 * the loader of that dependency would also load each library into this process. That costs memory, and fails on a server
 * without {@link #stubMissingLibrary desktop libraries}.
 */
public final class BundledFfmpeg {
    private static final Pattern MISSING = Pattern
            .compile("error while loading shared libraries: ([\\w.+-]+): cannot open");
    private static final String LIBRARY_THAT_IS_THERE = "libdrm.so.2";

    private final Path folder;

    public BundledFfmpeg(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** Returns true if the class path contains an ffmpeg for this platform. A native executable contains none. */
    boolean isThere() {
        return resource() != null;
    }

    /** Copies missing and incomplete files to the folder. Returns the path of the executable. */
    Path unpack() throws IOException {
        Files.createDirectories(folder);
        try (FileSystem jar = open(Objects.requireNonNull(resource()))) {
            for (Path file : files(jar.getPath("/org/bytedeco/ffmpeg", platform()))) {
                copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        return folder.resolve(executable());
    }

    /** Returns the environment variables with which ffmpeg finds its libraries in the folder. */
    Map<String, String> environment() {
        return Map.of("LD_LIBRARY_PATH", folder.toString());
    }

    /**
     * Links a bundled library under the name of a missing one. The ffmpeg is linked against desktop libraries (screen,
     * sound) that a server lacks and that a render never calls, so any library that loads can replace them.
     *
     * @param complaint
     *        the output of the failed start of ffmpeg
     * @return true if a library was missing and is replaced now
     */
    boolean stubMissingLibrary(String complaint) throws IOException {
        Matcher missing = MISSING.matcher(complaint);
        if (!missing.find() || Files.exists(folder.resolve(missing.group(1)))) {
            return false;
        }
        Files.createSymbolicLink(folder.resolve(missing.group(1)), Path.of(LIBRARY_THAT_IS_THERE));
        return true;
    }

    private static @Nullable URL resource() {
        return BundledFfmpeg.class.getResource("/org/bytedeco/ffmpeg/" + platform() + "/" + executable());
    }

    private static String executable() {
        return isWindows() ? "ffmpeg.exe" : "ffmpeg";
    }

    private static List<Path> files(Path platformFolder) throws IOException {
        try (Stream<Path> files = Files.list(platformFolder)) {
            return files.filter(file -> !file.getFileName().toString().contains("jni")).toList();
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        if (Files.exists(target) && Files.size(target) == Files.size(source)) {
            return;
        }
        Path draft = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".draft");
        Files.copy(source, draft, StandardCopyOption.REPLACE_EXISTING);
        if (!draft.toFile().setExecutable(true)) {
            throw new IOException("Cannot make " + draft + " executable");
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
        return (os.startsWith("mac") ? "macosx-" : isWindows() ? "windows-" : "linux-") + arch;
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    /** Opens a new file system for the jar: the shared one of its URI may be open already. */
    private static FileSystem open(URL resource) throws IOException {
        try {
            return resource.openConnection() instanceof JarURLConnection jar
                    ? FileSystems.newFileSystem(Path.of(jar.getJarFileURL().toURI()))
                    : FileSystems.newFileSystem(resource.toURI(), Map.of());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
