package dev.reelay.upstream.dialect.sora;

import dev.reelay.upstream.dialect.DialectContractTest;

/** The responses of an upstream that speaks the format of the contract. */
abstract class SoraSamplesTest extends DialectContractTest {
    @Override
    protected String name() {
        return "sora";
    }

    @Override
    protected Sample accepted(String id) {
        return new Sample(200, "{\"id\":\"%s\",\"status\":\"submitted\"}".formatted(id));
    }

    @Override
    protected Sample running(boolean withProgress) {
        return new Sample(200, "{\"status\":\"in_progress\"%s}".formatted(withProgress ? ",\"progress\":40" : ""));
    }

    @Override
    protected Sample completed() {
        return new Sample(200, "{\"status\":\"completed\",\"progress\":100,\"url\":\"https://storage.example.com/v.mp4\"}");
    }

    @Override
    protected Sample failed() {
        return new Sample(200, "{\"status\":\"failed\",\"error\":\"It broke\"}");
    }

    @Override
    protected Sample moderated() {
        return new Sample(200, "{\"status\":\"failed\",\"error\":\"Content policy violation\"}");
    }

    @Override
    protected Sample invalid() {
        return new Sample(400, "{\"error\":{\"code\":\"invalid_request\",\"message\":\"No such size\"}}");
    }

    @Override
    protected Sample withoutCredit() {
        return new Sample(403, "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"Top up\"}}");
    }

    @Override
    protected Sample wrongKey() {
        return new Sample(401, "{\"error\":{\"code\":\"authentication_error\",\"message\":\"No\"}}");
    }
}
