package dev.reelay.page;

import org.junit.jupiter.api.AfterEach;

/** A test on the stage that all share. */
abstract class PageTest {
    protected final Stage stage = Stage.get();

    @AfterEach
    void leaveNothing() {
        stage.cancelVideos();
    }
}
