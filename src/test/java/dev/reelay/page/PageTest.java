package dev.reelay.page;

import org.junit.jupiter.api.AfterEach;

/** A test on the stage that all share. */
abstract class PageTest {
    protected final PageEnvironment stage = PageEnvironment.get();

    @AfterEach
    void leaveNothing() {
        stage.cancelVideos();
    }
}
