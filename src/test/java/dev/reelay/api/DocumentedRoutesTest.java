package dev.reelay.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;

import dev.reelay.api.OpenApiDocument.Operation;
import dev.reelay.api.resources.OpenApiResource;

/** Compares the OpenAPI document with the routes that the server registers. Needs the router of the same process. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class DocumentedRoutesTest {
    private static final Pattern NAMED = Pattern.compile("([A-Z, ]+)( /v1/.*)");

    @Inject
    Router router;

    @Test
    void documentListsExactlyTheServedRoutes() throws JsonProcessingException {
        OpenApiDocument document = OpenApiDocument.parse(given().get("/q/openapi?format=json").asString());

        assertThat(document.operations()).extracting(Operation::toString).containsExactlyInAnyOrderElementsOf(served());
    }

    /** What is mounted under /v1: the resource methods, and the plain routes, whose names tell. */
    private Set<String> served() {
        Set<String> served = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPackages("dev.reelay.api")) {
            if (type.isAnnotatedWith(Path.class) && !type.isEquivalentTo(OpenApiResource.class)) {
                type.getMethods().forEach(method -> served.addAll(served(type, method)));
            }
        }
        router.getRoutes().stream().map(Route::getName).filter(Objects::nonNull).map(NAMED::matcher).filter(Matcher::matches)
                .forEach(name -> Stream.of(name.group(1).split(", ")).forEach(method -> served.add(method + name.group(2))));
        return served;
    }

    private static Set<String> served(JavaClass type, JavaMethod method) {
        String path = type.getAnnotationOfType(Path.class).value()
                + (method.isAnnotatedWith(Path.class) ? method.getAnnotationOfType(Path.class).value() : "");
        return method.getAnnotations().stream().filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
                .map(annotation -> annotation.getRawType().getSimpleName() + " " + path).collect(Collectors.toSet());
    }
}
