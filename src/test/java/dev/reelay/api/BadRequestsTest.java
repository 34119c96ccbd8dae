package dev.reelay.api;

import java.net.URI;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import dev.reelay.TestDatabase;

/** Whatever a caller does wrong, it is told in the one envelope, and never by a 5xx. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class BadRequestsTest {
    @TestHTTPResource
    URI reelay;

    static Stream<BadRequest> badRequests() {
        return Stream.concat(BadCreates.all(), BadPaths.all());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void aBadRequestIsRefusedInPlainWords(BadRequest row) {
        row.verify(reelay);
    }
}
