package dev.reelay.page;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/** A layout of the page with a theme and a language. */
enum Look {
    NARROW(new NewContextOptions().setViewportSize(360, 740).setLocale("zh-CN")),
    WIDE(new NewContextOptions().setViewportSize(1920, 1080)),
    DARK(new NewContextOptions().setViewportSize(1280, 900).setColorScheme(ColorScheme.DARK)
            .setReducedMotion(ReducedMotion.REDUCE));

    final NewContextOptions options;

    Look(NewContextOptions options) {
        this.options = options;
    }
}
