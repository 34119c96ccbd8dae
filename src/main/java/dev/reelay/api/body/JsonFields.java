package dev.reelay.api.body;

/** Receives the fields of a JSON object, in the order of the body; a name may occur more than once. */
public interface JsonFields {
    /** Drops the fields of an object. */
    JsonFields IGNORED = new JsonFields() {
        @Override
        public ValueSink string(String name) {
            return ValueSink.IGNORED;
        }

        @Override
        public JsonFields object(String name) {
            return this;
        }

        @Override
        public void scalar(String name, Kind kind, String text) {
            // The caller does not need the field.
        }

        @Override
        public void end() {
            // There is nothing to complete.
        }
    };

    /** The kinds of values that are neither a string nor an object. */
    enum Kind {
        NUMBER,
        BOOLEAN,
        NULL,
        ARRAY
    }

    /** Returns the receiver of a string, which gets it without escapes, in UTF-8. */
    ValueSink string(String name);

    /** Returns the receiver of the fields of an object. */
    JsonFields object(String name);

    /**
     * Returns the receiver of the values of an array, which have the array's name. Without an own one it is {@link #scalar}.
     */
    default JsonFields array(String name) {
        scalar(name, Kind.ARRAY, "");
        return IGNORED;
    }

    /**
     * Takes another value.
     *
     * @param text the number or boolean as it is in the body; of the other kinds, undefined
     */
    void scalar(String name, Kind kind, String text);

    /** Ends the object. */
    void end();
}
