package dev.reelay.page;

import org.junit.jupiter.api.AfterEach;

/** Base of all tests of the page; they share one {@link PageEnvironment}. */
abstract class PageTest {
    protected final PageEnvironment stage = PageEnvironment.get();

    @AfterEach
    void leaveNothing() {
        stage.cancelVideos();
    }
}
