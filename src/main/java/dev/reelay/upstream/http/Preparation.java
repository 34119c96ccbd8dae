package dev.reelay.upstream.http;

import java.time.Duration;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.NotSubmittedException;
import dev.reelay.upstream.dialect.UpstreamResponse;

/** The steps before a create, such as the upload of its image. Whatever happens to them, no video exists yet. */
public final class Preparation {
    private Preparation() {
    }

    /**
     * Sends a create after its preparation, which may take half of the time for the create.
     *
     * @param upload sends the preparation
     * @param create sends the create, given the successful response to the preparation
     * @return the response to the create, or that to a preparation with a client error, which says the same about the request
     *         or the account; fails with {@link NotSubmittedException} for any other failure of the preparation
     */
    public static Uni<UpstreamResponse> then(Account account, Uni<UpstreamResponse> upload,
            Function<UpstreamResponse, Uni<UpstreamResponse>> create) {
        Duration limit = account.requestTimeout().dividedBy(2);
        return upload
                .ifNoItem().after(limit).failWith(() -> new NotSubmittedException("the upload of the image takes too long"))
                .onFailure(failure -> !(failure instanceof NotSubmittedException)).transform(Preparation::notSubmitted)
                .chain(response -> isSuccess(response) ? create.apply(response) : Uni.createFrom().item(rejected(response)));
    }

    /** Returns whether a response has a status code of success. */
    public static boolean isSuccess(UpstreamResponse response) {
        return response.status() >= 200 && response.status() < 300;
    }

    private static UpstreamResponse rejected(UpstreamResponse response) {
        if (response.status() < 400 || response.status() >= 500) {
            throw new NotSubmittedException("the upload of the image got HTTP " + response.status());
        }
        return response;
    }

    private static NotSubmittedException notSubmitted(Throwable failure) {
        return new NotSubmittedException("the upload of the image failed (%s)".formatted(failure.getClass().getSimpleName()));
    }
}
