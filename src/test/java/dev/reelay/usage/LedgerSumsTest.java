package dev.reelay.usage;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.text;
import static dev.reelay.testing.TestDatabase.freshKey;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.CUT;
import static dev.reelay.upstream.FaultUpstream.accepted;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;

import dev.reelay.testing.Api;
import dev.reelay.testing.Json;
import dev.reelay.testing.Slow;
import dev.reelay.upstream.FaultUpstream.Script;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Holds the sums of the ledger against what the upstream billed, for many videos with every kind of end. */
@Slow
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class LedgerSumsTest {
    private static final int VIDEOS = 1000;
    private static final BigDecimal PRICE = new BigDecimal("0.40");

    private final String key = freshKey();
    private final String run = UUID.randomUUID().toString();

    /** An end of a video, and whether the upstream bills it. */
    private enum End {
        COMPLETED(true, false),
        FAILED(false, false),
        REJECTED(false, false),
        /** The answer to the create is lost, and the upstream makes the video. */
        UNKNOWN_AND_MADE(true, true),
        /** The client cancels it, and the upstream cannot stop it. */
        CANCELLED_WHILE_MADE(true, true),
        /** It misses its deadline, and the upstream cannot stop it. */
        TOO_LATE(true, true);

        private final boolean billed;
        private final boolean uncertain;

        End(boolean billed, boolean uncertain) {
            this.billed = billed;
            this.uncertain = uncertain;
        }
    }

    @Test
    void sumsEqualWhatTheUpstreamBilled() {
        String[] ids = new String[VIDEOS];
        IntStream.range(0, VIDEOS).parallel().forEach(number -> {
            ids[number] = video(endOf(number), promptOf(number));
            if (endOf(number) == End.CANCELLED_WHILE_MADE) {
                cancelOnceItRuns(ids[number]);
            }
        });
        await().until(() -> sum("videos").intValue() == VIDEOS);

        assertThat(sum("cost")).isEqualByComparingTo(billed(false));
        assertThat(sum("uncertain")).isEqualByComparingTo(billed(true));
        assertThat(usage().getList("data.status")).containsExactlyInAnyOrder("cancelled", "completed", "failed");
        assertThat(sum("seconds").intValue())
                .isEqualTo(4 * billed(false).divide(PRICE, RoundingMode.UNNECESSARY).intValue());
        assertThat(costOf(ids[End.COMPLETED.ordinal()])).isEqualTo("0.40 null");
        assertThat(costOf(ids[End.REJECTED.ordinal()])).isEqualTo("0.00 null");
        assertThat(costOf(ids[End.UNKNOWN_AND_MADE.ordinal()])).isEqualTo("0.00 0.40");
    }

    /** Creates a video that ends in this way, soon. */
    private String video(End end, String prompt) {
        Script upstream = script(prompt);
        RequestSpecification create = text(text(text(text(as(key), "prompt", prompt), "model", "priced"), "size", "1280x720"),
                "seconds", "4");
        switch (end) {
            case COMPLETED -> upstream.status(running(50), completed());
            case FAILED -> upstream.status(json(200, "{\"status\":\"failed\",\"error\":\"No\"}"));
            case REJECTED -> upstream.create(json(400, "{\"error\":{\"code\":\"invalid_request\",\"message\":\"No\"}}"));
            case UNKNOWN_AND_MADE -> upstream.create(CUT);
            case CANCELLED_WHILE_MADE -> upstream.create(accepted(prompt)).status(running(10));
            case TOO_LATE -> {
                upstream.status(running(10));
                create.header("Cancel-After", "1");
            }
        }
        return Json.of(create.post("/v1/videos").then().statusCode(200).extract()).get("id");
    }

    private void cancelOnceItRuns(String id) {
        await().until(() -> Api.get(key, id).getString("status").equals("in_progress"));
        as(key).post("/v1/videos/{id}/cancel", id).then().statusCode(200);
    }

    /**
     * Returns what the upstream billed: a video whose create it never got, because its deadline passed before, is not billed.
     */
    private BigDecimal billed(boolean uncertain) {
        return PRICE.multiply(BigDecimal.valueOf(IntStream.range(0, VIDEOS)
                .filter(number -> endOf(number).billed && endOf(number).uncertain == uncertain)
                .filter(number -> !script(promptOf(number)).creates().isEmpty()).count()));
    }

    private static End endOf(int number) {
        return End.values()[number % End.values().length];
    }

    private String promptOf(int number) {
        return run + " " + number;
    }

    private BigDecimal sum(String field) {
        List<Object> values = usage().get("data." + field);
        return values.stream().map(value -> new BigDecimal(value.toString())).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private String costOf(String id) {
        JsonObject video = Api.get(key, id);
        return video.getString("cost") + " " + video.getString("cost_uncertain");
    }

    /** By month, so that no midnight in between makes two rows of one, but at the end of a month. */
    private Json usage() {
        return Json.of(as(key).get("/v1/usage?bucket=month&group_by=status").then().statusCode(200).extract());
    }
}
