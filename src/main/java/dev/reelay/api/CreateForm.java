package dev.reelay.api;

import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

import dev.reelay.video.VideoSpec;

/** The form of a create (manual, section "提交视频生成请求"), as it came. The image is in a file already. */
class CreateForm {
    @RestForm
    @Nullable
    String prompt;
    @RestForm
    @Nullable
    String model;
    @RestForm
    @Nullable
    String size;
    @RestForm
    @Nullable
    String seconds;
    @RestForm("input_reference")
    @Nullable
    FileUpload inputReference;

    VideoSpec spec() {
        return VideoSpec.of(prompt, model, size, seconds);
    }
}
