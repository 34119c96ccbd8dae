package dev.reelay.upstream.dialect.fal;

import java.net.URI;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.http.ProviderJson;

/**
 * The URLs of a request in fal's queue, as the response to the create named them: they cannot be derived from the model's name.
 */
record FalHandle(URI status, URI result, URI cancel) {
    private static final String STATUS = "status_url";
    private static final String RESULT = "response_url";
    private static final String CANCEL = "cancel_url";

    /** Returns the handle in the response to a create, if it has all three URLs. */
    static Optional<Handle> in(JsonNode response) {
        return read(response).map(FalHandle::asHandle);
    }

    /** @throws UpstreamException for a handle of another dialect: the account's dialect was changed */
    static FalHandle of(Handle handle) {
        return read(ProviderJson.parse(handle.value()))
                .orElseThrow(() -> new UpstreamException("the video's handle is not one of fal", false));
    }

    /**
     * Returns a URL of this handle for an account. The path of a URL of another origin is sent to the account's own URL. The
     * key
     * then goes nowhere else, and a proxy in front of fal works.
     */
    static URI at(Account account, URI url) {
        return account.hasOrigin(url) ? url : URI.create(account.url() + url.getRawPath());
    }

    private Handle asHandle() {
        return new Handle(JsonNodeFactory.instance.objectNode().put(STATUS, status.toString())
                .put(RESULT, result.toString()).put(CANCEL, cancel.toString()).toString());
    }

    private static Optional<FalHandle> read(JsonNode node) {
        return ProviderJson.url(node.path(STATUS)).flatMap(status -> ProviderJson.url(node.path(RESULT))
                .flatMap(result -> ProviderJson.url(node.path(CANCEL)).map(cancel -> new FalHandle(status, result, cancel))));
    }
}
