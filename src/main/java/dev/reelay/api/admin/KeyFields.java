package dev.reelay.api.admin;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import dev.reelay.access.Budget;
import dev.reelay.access.BudgetPeriod;
import dev.reelay.access.KeyLimits;
import dev.reelay.access.issued.KeySettings;
import dev.reelay.api.wire.BodyFields;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.usage.Usd;

/** The fields of a request about a key. Each method fails with {@link ErrorCode#INVALID_REQUEST}. */
final class KeyFields {
    private static final String NAME = "name";
    private static final String OWNER = "owner";
    private static final String CREATES = "creates_per_minute";
    private static final String VIDEOS = "concurrent_videos";
    private static final String MODELS = "models";
    private static final String BUDGET = "budget";
    private static final String PERIOD = "budget_period";
    private static final String EXPIRES = "expires_at";
    private static final String METADATA = "metadata";
    private static final String GRACE = "grace";
    private static final Set<String> OF_UPDATE = Set.of(NAME, CREATES, VIDEOS, MODELS, BUDGET, PERIOD, EXPIRES, METADATA);
    private static final Set<String> OF_CREATE = Set.of(NAME, OWNER, CREATES, VIDEOS, MODELS, BUDGET, PERIOD, EXPIRES,
            METADATA);

    private static final int LINE_LIMIT = 100;
    /** So many digits are exact also as a JSON number, which the parser reads into a double. */
    private static final String USD = "\\d{1,9}(\\.\\d{1,6})?";
    private static final long YEAR_9999 = 253_370_764_800L;
    private static final int METADATA_ENTRIES = 16;
    private static final int METADATA_NAME = 64;
    private static final int METADATA_VALUE = 512;
    private static final Duration DEFAULT_GRACE = Duration.ofDays(1);
    private static final Duration LONGEST_GRACE = Duration.ofDays(30);

    private final BodyFields fields;
    private final InstantSource clock;
    private final Predicate<String> isModel;

    private KeyFields(BodyFields fields, InstantSource clock, Predicate<String> isModel) {
        this.fields = fields;
        this.clock = clock;
        this.isModel = isModel;
    }

    /** @param isModel returns true for the name of a model that there is */
    static KeyFields ofCreate(String body, InstantSource clock, Predicate<String> isModel) {
        return new KeyFields(BodyFields.parse(body).requireOnly(OF_CREATE), clock, isModel);
    }

    /** @param isModel returns true for the name of a model that there is */
    static KeyFields ofUpdate(String body, InstantSource clock, Predicate<String> isModel) {
        return new KeyFields(BodyFields.parse(body).requireOnly(OF_UPDATE), clock, isModel);
    }

    /** Returns how long the former secret stays valid after a rotation. */
    static Duration grace(String body) {
        Object value = BodyFields.parseOptional(body).requireOnly(Set.of(GRACE)).value(GRACE);
        if (value == null) {
            return DEFAULT_GRACE;
        }
        if (!(value instanceof Integer seconds) || seconds < 0 || seconds > LONGEST_GRACE.toSeconds()) {
            throw BodyFields.invalid(GRACE, "whole seconds from 0 to " + LONGEST_GRACE.toSeconds());
        }
        return Duration.ofSeconds(seconds);
    }

    /** Returns the settings of a new key. */
    KeySettings create() {
        if (fields.value(NAME) == null) {
            throw ReelayException.invalid(NAME, "Missing required parameter: name");
        }
        return apply(KeySettings.EMPTY);
    }

    Optional<String> owner() {
        return fields.text(OWNER).map(owner -> BodyFields.line(OWNER, owner, LINE_LIMIT));
    }

    /** Returns the settings with the changes of these fields; null removes a limit, a budget or an end. */
    KeySettings apply(KeySettings settings) {
        KeySettings changed = settings.withLimits(limits(settings.limits()));
        if (fields.has(NAME)) {
            changed = changed.withName(BodyFields.line(NAME, fields.text(NAME).orElse(""), LINE_LIMIT));
        }
        if (fields.has(EXPIRES)) {
            changed = changed.withExpires(expires());
        }
        return fields.has(METADATA) ? changed.withMetadata(metadata()) : changed;
    }

    private KeyLimits limits(KeyLimits limits) {
        return new KeyLimits(fields.has(CREATES) ? count(CREATES) : limits.createsPerMinute(),
                fields.has(VIDEOS) ? count(VIDEOS) : limits.concurrentVideos(),
                fields.has(MODELS) ? models() : limits.models(), budget(limits.budget()));
    }

    private OptionalInt count(String name) {
        Object value = fields.value(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        if (!(value instanceof Integer number) || number < 1) {
            throw BodyFields.invalid(name, "a whole number of at least 1");
        }
        return OptionalInt.of(number);
    }

    private Optional<Set<String>> models() {
        Object value = fields.value(MODELS);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof JsonArray list) || list.isEmpty()) {
            throw invalidModels();
        }
        Set<String> names = new LinkedHashSet<>();
        for (Object each : list) {
            if (!(each instanceof String name) || !isModel.test(name)) {
                throw invalidModels();
            }
            names.add(name);
        }
        return Optional.of(Collections.unmodifiableSet(names));
    }

    private static ReelayException invalidModels() {
        return BodyFields.invalid(MODELS, "a list with the names of models that GET /v1/models shows");
    }

    private Optional<Budget> budget(Optional<Budget> before) {
        Optional<BigDecimal> amount = fields.has(BUDGET) ? amount(fields.value(BUDGET)) : before.map(Budget::amount);
        if (fields.value(PERIOD) != null && amount.isEmpty()) {
            throw ReelayException.invalid(PERIOD, "Parameter budget_period needs the parameter budget");
        }
        Optional<BudgetPeriod> period = fields.has(PERIOD) ? period() : before.map(Budget::period);
        return amount.map(usd -> new Budget(usd, period.orElse(BudgetPeriod.MONTH)));
    }

    private static Optional<BigDecimal> amount(@Nullable Object value) {
        if (value == null) {
            return Optional.empty();
        }
        String text = value instanceof Number number && Double.isFinite(number.doubleValue())
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
        if (!(value instanceof Number || value instanceof String) || !text.matches(USD)) {
            throw BodyFields.invalid(BUDGET, "USD from 0 to 999999999, with at most 6 decimals");
        }
        return Optional.of(new BigDecimal(Usd.text(new BigDecimal(text))));
    }

    private Optional<BudgetPeriod> period() {
        return fields.text(PERIOD).map(word -> BudgetPeriod.parse(word)
                .orElseThrow(() -> BodyFields.invalid(PERIOD, "day, month, total")));
    }

    private Optional<Instant> expires() {
        Object value = fields.value(EXPIRES);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Integer || value instanceof Long) || ((Number) value).longValue() > YEAR_9999
                || !clock.instant().isBefore(Instant.ofEpochSecond(((Number) value).longValue()))) {
            throw BodyFields.invalid(EXPIRES, "a Unix time in seconds, in the future");
        }
        return Optional.of(Instant.ofEpochSecond(((Number) value).longValue()));
    }

    private Map<String, String> metadata() {
        Object value = fields.value(METADATA);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof JsonObject object) || object.size() > METADATA_ENTRIES) {
            throw invalidMetadata();
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : object) {
            if (!(entry.getValue() instanceof String text) || !isText(entry.getKey(), METADATA_NAME)
                    || !isText(text, METADATA_VALUE)) {
                throw invalidMetadata();
            }
            metadata.put(entry.getKey(), text);
        }
        return metadata;
    }

    private static boolean isText(String text, int limit) {
        return text.length() <= limit && text.indexOf('\0') < 0;
    }

    private static ReelayException invalidMetadata() {
        return BodyFields.invalid(METADATA,
                "an object with at most %d texts, with names of up to %d characters and values of up to %d"
                        .formatted(METADATA_ENTRIES, METADATA_NAME, METADATA_VALUE));
    }
}
